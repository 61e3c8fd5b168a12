using IncidentBot.Incidents;

namespace IncidentBot.Timeline;

/// <summary>The one place where a correction takes effect: on cards, in summaries and in numbers.</summary>
public static class Corrections
{
    /// <summary>Every entry as it reads now; one that was corrected or struck says so in <see cref="TimelineEntry.Amended"/>.</summary>
    /// <param name="timeline">In order. Where it is a part, corrections of entries before it have no effect.</param>
    public static IReadOnlyList<TimelineEntry> Apply(IReadOnlyList<TimelineEntry> timeline)
    {
        var now = timeline.ToList();
        foreach (var correction in timeline)
        {
            if (TargetOf(correction.What) is { } number && now.FindIndex(entry => entry.Sequence == number) is >= 0 and var index)
            {
                now[index] = Amended(now[index], correction);
            }
        }

        return now;
    }

    /// <summary>The entries that count: as they read now, and without those that were struck.</summary>
    public static IReadOnlyList<TimelineEntry> Counted(IReadOnlyList<TimelineEntry> timeline) =>
        [.. Apply(timeline).Where(entry => entry.Amended is not { Struck: true })];

    /// <summary>The number of the entry that is corrected or struck by this; null where it is about none.</summary>
    public static int? TargetOf(TimelineEvent what) => what switch
    {
        TimelineEvent.Corrected corrected => corrected.Entry,
        TimelineEvent.Struck struck => struck.Entry,
        _ => null,
    };

    /// <summary>What the incident itself says of its times, after its entries were corrected.</summary>
    /// <param name="counted">All entries that count.</param>
    public static Incident Follow(Incident incident, IReadOnlyList<TimelineEntry> counted)
    {
        if (Counting.Of(counted) is not { } numbers)
        {
            return incident;
        }

        var cause = Causes.Of(counted);
        return incident with
        {
            OpenedAt = numbers.OpenedAt,
            AcknowledgedAt = numbers.AcknowledgedAt,
            AcknowledgedBy = counted.FirstOrDefault(entry => entry.Kind is TimelineKind.Acknowledged)?.By,
            MitigatedAt = numbers.MitigatedAt,
            Standing = incident.Standing is { WellSince: not null } standing ? standing with { WellSince = numbers.WellSince } : incident.Standing,
            ResolvedAt = numbers.ResolvedAt,
            ClosedAt = incident.ClosedAt is null ? null : counted.LastOrDefault(entry => entry.To is IncidentState.Closed or IncidentState.Cancelled)?.At,
            Impacts = Impacts.Of(counted),
            Tasks = Tasks.Of(counted),

            // Of an entry from before findings had a type nobody knows whether it saw something wrong: what is there stays.
            Cause = cause is { What: TimelineEvent.Said } ? incident.Cause : cause is null ? null : Causes.TextOf(cause),
            CauseAt = cause is { What: TimelineEvent.Said } ? incident.CauseAt : cause?.At,
            CauseBy = cause is { What: TimelineEvent.CauseStated } ? cause.By : null,
        };
    }

    private static TimelineEntry Amended(TimelineEntry entry, TimelineEntry by)
    {
        var original = entry.Amended?.Original ?? entry;
        return by.What switch
        {
            TimelineEvent.Corrected corrected => entry with
            {
                At = corrected.At ?? entry.At,
                Text = corrected.Text ?? entry.Text,
                What = corrected.Text is { } text ? Saying(entry.What, text) : entry.What,
                Amended = new Amendment(by, original, Struck: false),
            },
            _ => entry with { Amended = new Amendment(by, original, Struck: true) },
        };
    }

    private static TimelineEvent Saying(TimelineEvent what, string text) => what switch
    {
        TimelineEvent.Moved moved => moved with { Why = text },
        TimelineEvent.Found found => found with { Answer = text },
        TimelineEvent.StatusUpdated update => update with { Update = text },
        TimelineEvent.UpdatesSnoozed { Until: not null } snoozed => snoozed with { Reason = text },
        TimelineEvent.Noted => new TimelineEvent.Noted(text),
        TimelineEvent.Learned learned => learned with { Text = text },
        TimelineEvent.ImpactStated impact => impact with { Impact = text },
        TimelineEvent.ImpactStruck struck => struck with { Reason = text },
        TimelineEvent.TaskGiven task => task with { Task = text },
        TimelineEvent.UpdateAsked => new TimelineEvent.UpdateAsked(text),
        TimelineEvent.CauseStated => new TimelineEvent.CauseStated(text),
        _ => what,
    };
}
