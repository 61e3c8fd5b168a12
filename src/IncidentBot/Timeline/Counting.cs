using IncidentBot.Incidents;

namespace IncidentBot.Timeline;

/// <summary>How the numbers that are kept with an incident follow from its entries.</summary>
public static class Counting
{
    /// <param name="timeline">All of it, as it counts.</param>
    /// <returns>Null where nothing has happened yet.</returns>
    public static Milestones? Of(IReadOnlyList<TimelineEntry> timeline) =>
        timeline.Aggregate((Milestones?)null, After)?.BeganAt(Impacts.Began(timeline)?.At);

    /// <summary>
    /// Those that follow from the entry alone; what <see cref="Milestones.BeganAt"/> adds depends on all that was said, and is kept.
    /// </summary>
    /// <param name="before">Null before the first entry, which opens.</param>
    public static Milestones After(Milestones? before, TimelineEntry entry)
    {
        var numbers = before ?? new Milestones(entry.At);
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
