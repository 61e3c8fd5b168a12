using IncidentBot.Incidents;

namespace IncidentBot.Timeline;

/// <summary>How the numbers that are kept with an incident follow from its entries.</summary>
public static class Counting
{
    /// <param name="timeline">All of it, as it counts.</param>
    /// <returns>Null where nothing has happened yet.</returns>
    public static Milestones? Of(IReadOnlyList<TimelineEntry> timeline) =>
        timeline.Aggregate((Milestones?)null, Counted)?.SinceItBegan();

    /// <param name="before">Null before the first entry, which opens.</param>
    public static Milestones After(Milestones? before, TimelineEntry entry) => Counted(before, entry).SinceItBegan();

    private static Milestones SinceItBegan(this Milestones numbers) => numbers.BeganAt(numbers.Points?.Began.At.At);

    private static Milestones Counted(Milestones? before, TimelineEntry entry)
    {
        var numbers = (before ?? new Milestones(entry.At)) with { Points = PointsOf.After(before?.Points, entry) };
        return entry.What switch
        {
            TimelineEvent.Looked looked => numbers with { WellSince = looked.Well ? entry.At : null },
            TimelineEvent.Checked check when check.Results.Any(result => result is { Passed: false, IsOfRun: false }) => numbers with { WellSince = null },
            TimelineEvent.StatusUpdated { Promised: { } promised } => UpdatePromises.IsKept(promised, entry.At)
                ? numbers with { UpdatesKept = numbers.UpdatesKept + 1 }
                : numbers with { UpdatesMissed = numbers.UpdatesMissed + 1 },
            _ => Stepped(numbers, entry),
        };
    }

    private static Milestones Stepped(Milestones numbers, TimelineEntry entry) => entry.Kind switch
    {
        TimelineKind.Acknowledged => numbers with { AcknowledgedAt = numbers.AcknowledgedAt ?? entry.At },
        TimelineKind.Escalated => numbers with { Escalations = numbers.Escalations + 1 },
        _ => numbers.After(entry.Turn, entry.At),
    };
}
