using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;

namespace IncidentBot.Chat;

/// <summary>
/// Asks for the words that a command about an incident lacks. The form names the incident, so that a text which begins with
/// INC-7 is about no other.
/// </summary>
internal static class IncidentForms
{
    public const string Update = "update";

    private const int LongestText = 1000;
    private const string OnRecord = "It goes on the record.";

    /// <param name="verb">Of <c>/incident</c>.</param>
    /// <param name="pressed">See <see cref="FormFor"/>.</param>
    public static Form? Draw(string verb, Incident incident, bool pressed)
    {
        var form = verb switch
        {
            "note" => Text("Add to the timeline", "Add", "What happened?"),
            Update when IncidentText.TakesUpdates(incident) => Text(
                "Post a status update",
                "Post",
                "How do things stand?",
                $"Everybody in the incident's channel reads it, and it is in the timeline.{(incident.UpdatePromises is null ? ""
                    : " What the bot knows stands below it.")}"),
            "override" when IncidentText.CanBeOverridden(incident) && incident.PendingOverride is null =>
                Reason("Ask for an override", "Ask", "Why go on although the checks fail?", $"{OnRecord} A second person has to approve."),
            "mitigate" => Mitigate(incident, pressed),
            "cancel" when incident.IsOpen => Reason($"Cancel {incident.Label}", "End it", "Why was it none?", OnRecord),
            "reopen" when incident.State is IncidentState.Resolved or IncidentState.Closed or IncidentState.Cancelled =>
                Reason($"Reopen {incident.Label}", "Reopen", "Why is it not over?", OnRecord),
            _ => null,
        };
        return form is null ? null : form with { Command = $"/incident {verb} {incident.Label} {{{form.Fields[0].Key}}}" };
    }

    /// <summary>A button that asked for a reason still does once a finding has come in: what is being written is not thrown away.</summary>
    private static Form? Mitigate(Incident incident, bool pressed) => incident switch
    {
        { State: IncidentState.Verifying or IncidentState.Monitoring } =>
            Reason($"Mitigate {incident.Label} again", "Mitigate", "Why go back to mitigating?", OnRecord),
        { State: IncidentState.Assessing, Findings: 0 } => Reason($"Mitigate {incident.Label}", "Mitigate", "What is known, without a finding?", OnRecord),
        { State: IncidentState.Assessing } when pressed => Reason($"Mitigate {incident.Label}", "Mitigate", "What is known?", OnRecord, optional: true),
        _ => null,
    };

    private static Form Text(string title, string submit, string question, string? hint = null) => Ask("text", title, submit, question, hint, optional: false);

    private static Form Reason(string title, string submit, string question, string hint, bool optional = false) =>
        Ask("reason", title, submit, question, hint, optional);

    private static Form Ask(string key, string title, string submit, string question, string? hint, bool optional) =>
        new(title, submit, "", [new FormField.Text(key, question, LongestText) { Multiline = true, Hint = hint, Optional = optional }]);
}
