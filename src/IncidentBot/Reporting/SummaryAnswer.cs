using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Timeline;
using IncidentBot.Words;
using static IncidentBot.Reporting.SummarySentence;

namespace IncidentBot.Reporting;

/// <summary>What stands first in a summary: what it was, how long it took, how it stands and how severe it is.</summary>
internal static class SummaryAnswer
{
    public static IEnumerable<SummarySentence> Of(Incident incident, IncidentNumbers numbers, IReadOnlyList<TimelineEntry> timeline, DateTimeOffset now) =>
        [Answer(incident, numbers, timeline, now), Severity(incident, timeline), .. Nature(incident, timeline)];

    private static SummarySentence Answer(Incident incident, IncidentNumbers numbers, IReadOnlyList<TimelineEntry> timeline, DateTimeOffset now)
    {
        var length = Duration.Words(numbers.TimeAffected(now));
        var last = numbers.Affected[^1];
        var since = Moment.Of(numbers.Affected[0].Began);
        var state = timeline.LastOrDefault(entry => entry.To is not null) ?? timeline[0];
        var text = incident.State switch
        {
            IncidentState.Cancelled => $"{incident.Title} ({incident.Target}): cancelled {Duration.Words(state.At - timeline[0].At)} after it was opened.",
            IncidentState.Resolved or IncidentState.Closed when numbers.StillAffected =>
                $"{incident.Title} ({incident.Target}): resolved by an override after {length}. {RepairText.Clause(incident)}; "
                    + $"the incident is {State(incident)}.",
            _ when numbers.StillAffected =>
                $"{incident.Title} ({incident.Target}): not repaired yet, {length} so far, since {since}; the incident is {State(incident)}.",
            _ => $"{incident.Title} ({incident.Target}): repaired after {length}, "
                + $"from {since} to {Moment.Of(last.Until!.At)}{Gaps(numbers)}; the incident is {State(incident)}.",
        };
        return Cite(text, [.. numbers.Affected.SelectMany(stretch => new[] { stretch.From, stretch.Until ?? state }), state]);
    }

    private static SummarySentence Severity(Incident incident, IReadOnlyList<TimelineEntry> timeline) => Cite(
        $"Severity {incident.Severity}.",
        timeline.LastOrDefault(entry => entry.What is TimelineEvent.Changed { Field: IncidentField.Severity }) ?? timeline[0]);

    private static IEnumerable<SummarySentence> Nature(Incident incident, IReadOnlyList<TimelineEntry> timeline) => incident.Kind switch
    {
        IncidentKind.Backfilled => [Cite("It was written down afterwards, with the times that it had.", timeline[0])],
        var kind when !kind.Counts() =>
            [Cite($"It is {(kind is IncidentKind.Drill ? "a drill" : "maintenance")}: its numbers do not count.", timeline[0])],
        _ => [],
    };

    private static string Gaps(IncidentNumbers numbers) =>
        numbers.Affected.Count > 1 ? $", {numbers.Affected.Count} times; while it was back in between is not counted" : "";

    private static string State(Incident incident) => incident.State switch
    {
        IncidentState.Declared => "declared and not looked into yet",
        IncidentState.Assessing => "being assessed",
        IncidentState.Mitigating => "being mitigated",
        IncidentState.Verifying => "being verified",
        IncidentState.Monitoring => "being monitored",
        IncidentState.Resolved => "resolved",
        IncidentState.Closed => "closed",
        _ => "cancelled",
    };
}
