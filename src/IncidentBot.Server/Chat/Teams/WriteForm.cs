using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using IncidentBot.Chat.Teams.Wire;
using IncidentBot.Incidents;
using IncidentBot.Storage;

namespace IncidentBot.Chat.Teams;

/// <summary>Everything about an incident that takes words: a note, the reason of an override or of a reopening.</summary>
internal sealed partial class WriteForm(IIncidentStore incidents)
{
    private const int LongestText = 1500;

    private static readonly InputChoice Note = new("A note for the timeline", "note");
    private static readonly InputChoice Mitigate = new("Start mitigating, for this reason", "mitigate");
    private static readonly InputChoice Override = new("Ask for an override, for this reason", "override");
    private static readonly InputChoice Reopen = new("Reopen it, for this reason", "reopen");
    private static readonly InputChoice Cancel = new("Cancel it, for this reason", "cancel");

    public async Task<DialogReply> ShowAsync(string label, string? fault, CancellationToken ct)
    {
        if (Label().Match(label) is not { Success: true } match || await incidents.FindAsync(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), ct) is not { } incident)
        {
            return DialogReply.Say("There is no such incident.");
        }

        List<CardElement> body =
        [
            .. FormFields.Fault(fault),
            AdaptiveCards.Plain(TeamsText.Short($"{incident.Label}  {incident.State}  {incident.Title}", TeamsLimits.Title)),
            new CardElement.ChoiceInput("what", "What is it?", [.. Choices(incident)], Note.Value),
            new CardElement.TextInput("text", "In your words") { IsMultiline = true, MaxLength = LongestText, ErrorMessage = "Write something." },
        ];
        return DialogReply.Show($"Write to {incident.Label}", FormFields.Card(body, "Send", new DialogData(DialogData.Write, incident.Label)));
    }

    public static (string? Command, string? Fault) Read(string label, JsonElement data)
    {
        var what = FormFields.Text(data, "what");
        var text = FormFields.Text(data, "text");
        return !Label().IsMatch(label) ? (null, null)
            : !new[] { Note, Mitigate, Override, Reopen, Cancel }.Any(choice => choice.Value == what) ? (null, "Choose what it is.")
            : text.Length == 0 ? (null, "Write something.")
            : ($"/incident {what} {label} {text}", null);
    }

    /// <summary>What makes sense in this state; the desk decides again when it is sent.</summary>
    private static IEnumerable<InputChoice> Choices(Incident incident)
    {
        yield return Note;
        if (incident.State is IncidentState.Assessing)
        {
            yield return Mitigate;
        }

        if (incident.State is IncidentState.Mitigating or IncidentState.Verifying or IncidentState.Monitoring)
        {
            yield return Override;
        }

        yield return incident.IsOpen ? Cancel : Reopen;
    }

    [GeneratedRegex("^INC-([0-9]{1,9})$")]
    private static partial Regex Label();
}
