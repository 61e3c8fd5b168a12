using System.Text.Json;
using IncidentBot.Chat.Teams.Wire;
using IncidentBot.Doors;
using IncidentBot.Messages;
using IncidentBot.People;
using Microsoft.Bot.Schema.Teams;

namespace IncidentBot.Chat.Teams;

/// <summary>
/// The dialogs: the form of a command, and a question before a button counts. Drawn when they are opened and read against
/// the form as it is then, so that nothing in them can be submitted that could not be typed.
/// </summary>
internal sealed class TeamsDialogs(Intake intake, WholeCards wholes)
{
    private static readonly Dictionary<string, string> Nothing = [];

    /// <returns>Null when the button is not one of ours.</returns>
    public async Task<DialogStep?> OpenAsync(JsonElement? data, Account by, ChannelRef channel, CancellationToken ct) => DialogData.Read(data) switch
    {
        { Dialog: DialogData.Confirm } asked => new DialogStep.Show(Ask(asked)),
        { Dialog: DialogData.Form } asked => await intake.FormAsync(asked.Subject, by, channel, pressed: true, ct) is { } form
            ? new DialogStep.Show(FormDialog.Show(form, await AboutAsync(form, ct), asked, entered: Nothing, faults: Nothing))
            : Typed(asked),
        _ => null,
    };

    /// <returns>Null when the dialog is not one of ours.</returns>
    public async Task<DialogStep?> ReadAsync(JsonElement? data, Account by, ChannelRef channel, CancellationToken ct)
    {
        switch (DialogData.Read(data))
        {
            case { Dialog: DialogData.Confirm } asked:
                return Typed(asked);

            case { Dialog: DialogData.Form } asked:
                return await intake.FillAsync(asked.Subject, by, channel, form => FormDialog.Entered(form, data!.Value), ct) switch
                {
                    Filling.Typed typed => new DialogStep.Type(new ButtonData(typed.Command, asked.Once)),
                    Filling.Lacking { Form: var form } lacking => new DialogStep.Show(
                        FormDialog.Show(form, await AboutAsync(form, ct), asked, FormDialog.Entered(form, data!.Value), lacking.Faults)),
                    _ => throw new System.Diagnostics.UnreachableException(),
                };

            default:
                return null;
        }
    }

    private async Task<IReadOnlyList<CardElement>> AboutAsync(Form form, CancellationToken ct) =>
        form.About is { } card ? (await wholes.DrawAsync(card, (dated, whole) => AdaptiveCards.Render(dated, whole), ct)).Body : [];

    private static DialogStep.Type Typed(DialogData asked) => new(new ButtonData(asked.Subject, asked.Once));

    private static TaskModuleResponse Ask(DialogData asked)
    {
        var yes = new CardAction.Submit(
            AdaptiveCardButtons.Title(asked.Yes ?? asked.Label ?? ""),
            new DialogData(DialogData.Confirm, asked.Subject, asked.Once))
        {
            Style = AdaptiveCardButtons.Style(ButtonStyle.Danger),
        };
        var title = asked.Label is { Length: > 0 } label ? TeamsText.Plain(label, TeamsLimits.ButtonTitle) : "Please confirm";
        var card = Card.Say(asked.Question ?? "Are you sure?", $"{asked.No ?? "Do nothing"}: close this window.");
        return DialogReply.Show(title, AdaptiveCards.Render(card) with { Actions = [yes] });
    }
}

internal abstract record DialogStep
{
    private DialogStep()
    {
    }

    internal sealed record Show(TaskModuleResponse Dialog) : DialogStep;

    /// <summary>Nothing is left to ask: the command is typed for the person.</summary>
    internal sealed record Type(ButtonData Command) : DialogStep;
}
