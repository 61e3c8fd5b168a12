using System.Globalization;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>Jobs of the lowest priority that are overtaken by all that comes.</summary>
/// <param name="Overtaking">Jobs that came later and were begun before, among those looked at.</param>
internal sealed record Starvation(LowestPriority Lowest, TimeSpan Waited, int Overtaking)
{
    /// <summary>To wait for others a while is what a low priority is for.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    /// <summary>One or two that are more urgent are not a stream of them.</summary>
    private const int Several = 5;

    public string Words =>
        $"{Plural.Of(Lowest.Count, "job")} of priority {Lowest.Number} {Plural.Pick(Lowest.Count, "waits", "wait, the first")} "
            + $"for {Duration.Words(Waited)} while more urgent ones that came later are done first";

    public static Starvation? Of(QueueActivity activity)
    {
        if (activity.Lowest is not { Oldest.AddedAt: { } added } lowest || Since(lowest.Oldest, added) is var since && activity.At - since < Long)
        {
            return null;
        }

        var begun = activity.In("completed", "failed", "active").Where(job => activity.At - job.StartedAt < FailureWave.Longest).ToList();
        var (later, earlier) = Removed(activity, lowest.Oldest, since);
        var overtaking = begun.Count(job => job.Priority < lowest.Number && job.AddedAt > since) + later;
        var taken = earlier || begun.Exists(job => job.Priority >= lowest.Number && job.StartedAt > since);
        return overtaking >= Several && !taken ? new Starvation(lowest, activity.At - since, overtaking) : null;
    }

    /// <summary>
    /// Jobs that are gone since they were done. BullMQ numbers them as they come, and takes those of one priority in their order:
    /// what has a higher number than the one that waits, and was done, was more urgent.
    /// </summary>
    private static (int Later, bool Earlier) Removed(QueueActivity activity, QueueJob oldest, DateTimeOffset since)
    {
        if (!long.TryParse(oldest.Id, CultureInfo.InvariantCulture, out var waiting))
        {
            return (0, false);
        }

        var numbers = activity.Events.Seen.Where(one => one.Kind is "completed" or "failed" && one.At > since && one.Job is not null)
            .Select(one => one.Job!)
            .Distinct()
            .Where(id => !activity.Jobs.ContainsKey(id))
            .Select(id => long.TryParse(id, CultureInfo.InvariantCulture, out var number) ? number : waiting)
            .ToList();
        return (numbers.Count(number => number > waiting), numbers.Exists(number => number < waiting));
    }

    /// <summary>One that is back for another attempt waits since the last.</summary>
    private static DateTimeOffset Since(QueueJob job, DateTimeOffset added) => job.StartedAt > added ? job.StartedAt.Value : added;
}
