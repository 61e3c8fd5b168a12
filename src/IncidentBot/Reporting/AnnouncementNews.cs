using IncidentBot.Incidents;
using IncidentBot.Messages;

namespace IncidentBot.Reporting;

/// <summary>
/// What readers must know who see nothing of an incident but its announcement, one message each: that it is worse or less bad
/// than they were told, that its impact is over, or not after all, and how it ended.
/// </summary>
public static class AnnouncementNews
{
    public static Card OfSeverity(Incident incident, Severity before, string by) => Say(
        incident,
        $"is {incident.Severity} now",
        Tone.Warning,
        $"{(incident.Severity < before ? "Raised" : "Lowered")} from {before} by {by}.");

    /// <param name="by">Null where the bot took the step.</param>
    /// <param name="why">As the step says it; may be empty.</param>
    /// <returns>Null for a step that only those follow who work on it.</returns>
    public static Card? OfStep(LifecycleResult.Moved step, string? by, string why) => (step.From, step.Incident) switch
    {
        (_, { State: IncidentState.Monitoring, MitigatedAt: { } since, SoakUntil: { } until } incident) => Say(
            incident,
            "is mitigated",
            Tone.Warning,
            $"The checks pass since {Moment.Of(since)}. Where they keep passing until {Moment.Of(until)}, it is over."),
        (IncidentState.Monitoring, { State: IncidentState.Mitigating } incident) =>
            Say(incident, "is not over", Tone.Bad, by is null ? why : $"{By("Back to mitigating", by)}: {why}"),
        (_, { State: IncidentState.Resolved } incident) when step.ByOverride =>
            Say(incident, "is resolved by override", Tone.Warning, $"{By("Approved", by)}. {RepairText.Of(incident)}"),
        (_, { State: IncidentState.Resolved, MitigatedAt: { } since } incident) =>
            Say(incident, "is resolved, repaired", Tone.Good, $"The checks pass since {Moment.Of(since)}. {why}"),
        (IncidentState.Resolved or IncidentState.Closed or IncidentState.Cancelled, { State: IncidentState.Assessing } incident) =>
            Say(incident, "is reopened", Tone.Bad, $"{By("Reopened", by)}: {why}"),
        (_, { State: IncidentState.Cancelled } incident) =>
            Say(incident, "is cancelled", Tone.Neutral, why.Length > 0 ? $"{By("Cancelled", by)}: {why}" : $"{By("Cancelled", by)}."),
        _ => null,
    };

    private static string By(string what, string? by) => by is null ? what : $"{what} by {by}";

    /// <summary>With its title: where the announcement is gone, this stands alone.</summary>
    private static Card Say(Incident incident, string news, Tone tone, string text) =>
        Card.Say($"{incident.Label} {news}: {incident.Title}", text.TrimEnd()) with { Tone = tone };
}
