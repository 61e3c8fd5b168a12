namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>
/// How many jobs ended of late, and how. Two things know: the sets, which lose jobs that are removed when they end, and the events, which
/// are trimmed. Failures that will be tried again are in neither; they wait with their reason.
/// </summary>
internal static class EndedJobs
{
    private static readonly string[] Waiting = ["delayed", "wait", "prioritized", "paused", ""];

    public static FailureWave Of(QueueActivity activity)
    {
        var minute = In(activity, FailureWave.Minute);
        return minute.Ended >= FailureWave.Enough ? minute : In(activity, FailureWave.Longest) with { Over = minute is { Failed: 0, Ended: > 0 } };
    }

    private static FailureWave In(QueueActivity activity, TimeSpan window)
    {
        var (now, events, since) = (activity.At, activity.Events, activity.At - window);
        var from = events.From > since ? events.From : since;
        var (completed, failed) = ((long)events.Count("completed", from), (long)events.Count("failed", from));
        if (from > since && completed + failed < FailureWave.Enough)
        {
            // The events do not say enough: then the sets have to.
            from = since;
            (completed, failed) = window == FailureWave.Minute
                ? (activity.CompletedInMinute, activity.FailedInMinute)
                : (activity.CompletedInLongest, activity.FailedInLongest);
        }
        else if (from == since)
        {
            completed = Math.Max(completed, window == FailureWave.Minute ? activity.CompletedInMinute : activity.CompletedInLongest);
            failed = Math.Max(failed, window == FailureWave.Minute ? activity.FailedInMinute : activity.FailedInLongest);
        }

        var again = activity.In(Waiting).Where(job => job.HasFailed && job.EndedAt is null && job.StartedAt >= from).ToList();
        var retried = Retried(activity, from, again);
        return new FailureWave(failed + retried, completed + failed + retried, now - from) { Retried = retried, Reasons = Reasons(activity, from, again) };
    }

    /// <summary>Where more went back than were looked at, as many of them as of those.</summary>
    private static long Retried(QueueActivity activity, DateTimeOffset from, List<QueueJob> again)
    {
        var back = activity.Events.Seen.Where(one => one.MayBeRetry && one.At >= from).Select(one => one.Job).OfType<string>().Distinct().ToList();
        var looked = back.Where(activity.Jobs.ContainsKey).ToList();
        if (back.Count == looked.Count || looked.Count == 0)
        {
            return again.Count;
        }

        var found = again.Select(job => job.Id).ToHashSet(StringComparer.Ordinal);
        return Math.Max(again.Count, (long)((double)back.Count / looked.Count * looked.Count(found.Contains)));
    }

    private static IReadOnlyList<ReasonGroup> Reasons(QueueActivity activity, DateTimeOffset from, List<QueueJob> again)
    {
        var failed = activity.In("failed").Where(job => job.EndedAt >= from).ToList();
        var known = failed.Select(job => job.Id).ToHashSet(StringComparer.Ordinal);
        return FailureReasons.Group(
        [
            .. failed.Select(job => job.Reason),
            .. activity.Events.Seen.Where(one => one.Kind == "failed" && one.At >= from && !known.Contains(one.Job ?? "")).Select(one => one.Reason),
            .. again.Select(job => job.Reason),
        ]);
    }
}
