using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>
/// How the jobs of a queue ended of late. Entries are scored by their expiry, so the latest are looked for among the highest scores. Jobs
/// that went well are read only where enough failed for it to matter.
/// </summary>
internal static class RecentEnds
{
    /// <summary>Enough to see whether anything failed of late; where all of them did, more are read.</summary>
    private const int Few = 50;

    private const int Many = 1000;

    private const int ReasonsRead = 50;

    public static async Task<FailureWave> ReadAsync(
        IRedisSession session,
        RqQueue queue,
        IReadOnlyList<RqWorker> workers,
        DateTimeOffset now,
        CancellationToken ct)
    {
        var none = new FailureWave(0, null, FailureWave.Longest);
        if (queue.Failed == 0)
        {
            return none;
        }

        var failed = await LatestAsync(session, RqKeys.Failed(queue.Name), now, Few, ct);
        if (failed.Count == Few && queue.Failed > Few)
        {
            failed = await LatestAsync(session, RqKeys.Failed(queue.Name), now, Many, ct);
        }

        if (!none.WithFailed(failed.Count).IsWave)
        {
            return none.WithFailed(failed.Count);
        }

        var finished = queue.Finished == 0 ? [] : await LatestAsync(session, RqKeys.Finished(queue.Name), now, Many, ct);
        var wave = Of(failed, finished, workers, now);
        return wave.IsWave ? wave with { Reasons = await ReasonsAsync(session, failed, now - wave.Span, ct) } : wave;
    }

    private static FailureWave Of(IReadOnlyList<RqJob> failed, IReadOnlyList<RqJob> finished, IReadOnlyList<RqWorker> workers, DateTimeOffset now)
    {
        var minute = In(FailureWave.Minute);
        return minute.Ended >= FailureWave.Enough ? minute : In(FailureWave.Longest) with { Over = minute is { Failed: 0, Ended: > 0 } };

        FailureWave In(TimeSpan span)
        {
            var (bad, good) = (Since(failed, now - span), Since(finished, now - span));
            return finished.Count == 0 && WentWell(workers, span, now) is > 0 and var unseen
                ? bad * FailureWave.Share >= bad + unseen ? new FailureWave(bad, null, span) : new FailureWave(bad, bad + (long)unseen, span)
                : new FailureWave(bad, bad + good, span);
        }
    }

    /// <summary>Jobs with <c>result_ttl=0</c> leave nothing. How many a worker has done since it was born is what remains to judge by.</summary>
    private static double WentWell(IReadOnlyList<RqWorker> workers, TimeSpan span, DateTimeOffset now) =>
        workers.Where(worker => worker.Born < now).Sum(worker => worker.Successes / (now - worker.Born!.Value).TotalSeconds) * span.TotalSeconds;

    private static int Since(IReadOnlyList<RqJob> jobs, DateTimeOffset since) => jobs.Count(job => job.EndedAt >= since);

    private static async Task<IReadOnlyList<RqJob>> LatestAsync(IRedisSession session, string registry, DateTimeOffset now, int most, CancellationToken ct) =>
        [.. (await RqJob.ReadLastAsync(session, registry, most, ct)).Where(job => job.EndedAt >= now - FailureWave.Longest)];

    private static async Task<IReadOnlyList<ReasonGroup>> ReasonsAsync(
        IRedisSession session,
        IReadOnlyList<RqJob> failed,
        DateTimeOffset since,
        CancellationToken ct)
    {
        var looked = failed.Where(job => job.EndedAt >= since).OrderByDescending(job => job.EndedAt).Take(ReasonsRead).ToList();
        var replies = await session.PipelineAsync([.. looked.SelectMany(job => RqTraceback.Commands(job.Id))], ct);
        return FailureReasons.Group(looked.Select((_, at) =>
            RqTraceback.LastLines(replies[2 * at], replies[(2 * at) + 1], most: 1) is [var line] ? line : RqTraceback.Refusal(replies[2 * at])));
    }
}
