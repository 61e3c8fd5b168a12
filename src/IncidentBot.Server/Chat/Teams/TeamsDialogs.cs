using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using IncidentBot.Chat.Teams.Wire;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Storage;

namespace IncidentBot.Chat.Teams;

/// <summary>
/// The dialogs: a question before a button counts (for an approval with the plan in full), and two forms that type a
/// command. There is nothing in them that could not be typed.
/// </summary>
internal sealed partial class TeamsDialogs(IRunStore runs, RunCard runCard, OpenForm open, WriteForm write)
{
    /// <returns>Null when the button is not one of ours.</returns>
    public async Task<DialogReply?> ShowAsync(JsonElement? data, CancellationToken ct) => DialogData.Read(data) switch
    {
        { Dialog: DialogData.Confirm, Subject.Length: > 0 } asked => await AskAsync(asked, ct),
        { Dialog: DialogData.Open } => open.Show(fault: null),
        { Dialog: DialogData.Write, Subject: { } incident } => await write.ShowAsync(incident, fault: null, ct),
        _ => null,
    };

    /// <summary>What was entered, as a command; or the dialog again, with what is wrong; or null for what is not ours.</summary>
    public async Task<(ButtonData? Command, DialogReply? Again)> ReadAsync(JsonElement? data, CancellationToken ct)
    {
        switch (DialogData.Read(data))
        {
            case { Dialog: DialogData.Confirm, Subject: { Length: > 0 } command } asked:
                return (new ButtonData(command, asked.Once), null);

            case { Dialog: DialogData.Open } asked:
                var (opening, missing) = open.Read(data!.Value);
                return opening is null ? (null, open.Show(missing)) : (new ButtonData(opening, asked.Once), null);

            case { Dialog: DialogData.Write, Subject: { } incident } asked:
                var (written, fault) = WriteForm.Read(incident, data!.Value);
                return written is null ? (null, await write.ShowAsync(incident, fault, ct)) : (new ButtonData(written, asked.Once), null);

            default:
                return (null, null);
        }
    }

    private async Task<DialogReply> AskAsync(DialogData asked, CancellationToken ct)
    {
        var yes = new CardAction.Submit(AdaptiveCardButtons.Title(asked.Label ?? ""), new DialogData(DialogData.Confirm, asked.Subject, asked.Once)) { Style = AdaptiveCardButtons.Style(ButtonStyle.Danger) };
        var plan = Approval().Match(asked.Subject!) is { Success: true } match && int.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var number)
            ? await runs.FindAsync(number, ct)
            : null;

        // As it is planned now, and not as it was when the card was drawn.
        var card = plan is null ? Card.Say(asked.Question ?? "Are you sure?") : runCard.Draw(plan) with { Buttons = [] };
        return DialogReply.Show(asked.Label is { Length: > 0 } label ? TeamsText.Plain(label, TeamsLimits.ButtonTitle) : "Please confirm", AdaptiveCards.Render(card) with { Actions = [yes] });
    }

    [GeneratedRegex("^/approve R-([0-9]{1,9}) ")]
    private static partial Regex Approval();
}
