using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Timeline;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>
/// What those must know who see nothing of an incident but its announcement, or not even that, one message each: that it is worse or
/// less bad than they were told, how it stands, that its impact is over, or not after all, and how it ended.
/// </summary>
public sealed class Headlines(PeopleDirectory people)
{
    /// <param name="incident">As it stands with the entry.</param>
    /// <returns>Null for what only those follow who work on it.</returns>
    public Card? Of(Incident incident, TimelineEntry entry) => entry.What switch
    {
        TimelineEvent.Changed { Field: IncidentField.Severity, From: { } before } changed => OfSeverity(incident, before, changed.To, NameOf(entry.By)),
        TimelineEvent.StatusUpdated update => OfUpdate(incident, update, entry),

        // Of two steps in one commit the last one counts.
        TimelineEvent.Moved moved when moved.To == incident.State => OfStep(incident, moved, NameOf(entry.By)),
        _ => null,
    };

    /// <param name="before">See <see cref="TimelineEvent.Changed"/>.</param>
    private static Card OfSeverity(Incident incident, string before, string now, string? by) => Say(
        incident,
        $"is {now} now",
        Tone.Warning,
        $"{By(Enum.Parse<Severity>(now) < Enum.Parse<Severity>(before) ? $"Raised from {before}" : $"Lowered from {before}", by)}.");

    /// <summary>
    /// The words of a person, or how long it has been so. What the bot itself has seen since the last update, runs, notes and tasks, is for
    /// those who work on it.
    /// </summary>
    private Card OfUpdate(Incident incident, TimelineEvent.StatusUpdated update, TimelineEntry entry)
    {
        string?[] lines =
        [
            update.ByBot
                ? $"It is open for {Duration.Words(entry.At - incident.OpenedAt)}."
                : $"{NameOf(entry.By)}: {update.Update}",
            update.Impact is { } impact ? $"Impact: {Sentences.End(impact)}" : null,
            update.Next is { } next ? $"Next update by {Moment.Of(next)}." : null,
        ];
        return Say(incident, update.ByBot ? $"is still {incident.State}" : "status update", Tone.Neutral, [.. lines.OfType<string>()]);
    }

    /// <param name="by">Null where the bot took the step.</param>
    private static Card? OfStep(Incident incident, TimelineEvent.Moved step, string? by) => (step.From, incident) switch
    {
        (_, { State: IncidentState.Monitoring, MitigatedAt: { } since, SoakUntil: { } until }) => Say(
            incident,
            "is mitigated",
            Tone.Warning,
            $"The checks pass since {Moment.Of(since)}. Where they keep passing until {Moment.Of(until)}, it is over."),
        (IncidentState.Monitoring, { State: IncidentState.Mitigating }) =>
            Say(incident, "is not over", Tone.Bad, by is null ? step.Why : $"{By("Back to mitigating", by)}: {step.Why}"),
        (_, { State: IncidentState.Resolved }) when step.ByOverride =>
            Say(incident, "is resolved by override", Tone.Warning, $"{By("Approved", by)}. {RepairText.Of(incident)}"),
        (_, { State: IncidentState.Resolved, MitigatedAt: { } since }) =>
            Say(incident, "is resolved, repaired", Tone.Good, $"The checks pass since {Moment.Of(since)}. {step.Why}"),
        (IncidentState.Resolved or IncidentState.Closed or IncidentState.Cancelled, { State: IncidentState.Assessing }) =>
            Say(incident, "is reopened", Tone.Bad, $"{By("Reopened", by)}: {step.Why}"),
        (_, { State: IncidentState.Cancelled }) =>
            Say(incident, "is cancelled", Tone.Neutral, step.Why.Length > 0 ? $"{By("Cancelled", by)}: {step.Why}" : $"{By("Cancelled", by)}."),
        _ => null,
    };

    private string? NameOf(PersonId? by) => by is { } person ? people.NameOf(person) : null;

    private static string By(string what, string? by) => by is null ? what : $"{what} by {by}";

    /// <summary>With its title: where the announcement is gone, this stands alone.</summary>
    private static Card Say(Incident incident, string news, Tone tone, params string[] lines) =>
        Card.Say($"{incident.Label} {news}: {incident.Title}", [.. lines.Select(line => line.TrimEnd())]) with { Tone = tone };
}
