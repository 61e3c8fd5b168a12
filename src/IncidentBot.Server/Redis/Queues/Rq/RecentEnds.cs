using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>
/// How the jobs of a queue ended of late. Entries are scored by their expiry, so the latest are looked for among the highest scores. Jobs
/// that went well are read only where enough failed for it to matter.
/// </summary>
internal static class RecentEnds
{
    /// <summary>Enough to see whether anything failed of late; then more are read.</summary>
    private const int Few = 20;

    /// <summary>Where more than that ended in the time, what is said is of a shorter one.</summary>
    private const int Many = 300;

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
        if (failed.Jobs.Count < FailureWave.Fewest)
        {
            return none.WithFailed(failed.Jobs.Count);
        }

        if (queue.Failed > Few)
        {
            failed = await LatestAsync(session, RqKeys.Failed(queue.Name), now, Many, ct);
        }

        var finished = queue.Finished == 0 ? new Ends([], DateTimeOffset.MinValue) : await LatestAsync(session, RqKeys.Finished(queue.Name), now, Many, ct);
        var wave = Of(failed, finished, workers, now);
        return wave.IsWave ? wave with { Reasons = await ReasonsAsync(session, failed, now - wave.Span, ct) } : wave;
    }

    private static FailureWave Of(Ends failed, Ends finished, IReadOnlyList<RqWorker> workers, DateTimeOffset now)
    {
        var minute = In(FailureWave.Minute);
        return minute.Ended >= FailureWave.Enough ? minute : In(FailureWave.Longest) with { Over = minute is { Failed: 0, Ended: > 0 } };

        FailureWave In(TimeSpan asked)
        {
            // As far back as both are known.
            var from = new[] { now - asked, failed.From, finished.From }.Max();
            var (bad, good, span) = (failed.Since(from), finished.Since(from), now - from);
            return finished.Jobs.Count == 0 && WentWell(workers, span, now) is > 0 and var unseen
                ? bad * FailureWave.Share >= bad + unseen ? new FailureWave(bad, null, span) : new FailureWave(bad, bad + (long)unseen, span)
                : new FailureWave(bad, bad + good, span);
        }
    }

    /// <summary>Jobs with <c>result_ttl=0</c> leave nothing. How many a worker has done since it was born is what remains to judge by.</summary>
    private static double WentWell(IReadOnlyList<RqWorker> workers, TimeSpan span, DateTimeOffset now) =>
        workers.Where(worker => worker.Born < now).Sum(worker => worker.Successes / (now - worker.Born!.Value).TotalSeconds) * span.TotalSeconds;

    private static async Task<Ends> LatestAsync(IRedisSession session, string registry, DateTimeOffset now, int most, CancellationToken ct)
    {
        var ids = (await session.ExecuteAsync("ZREVRANGE", [registry, 0, most - 1], ct)).AsItems().Select(id => id.AsString() ?? "").ToList();
        var ended = await session.PipelineAsync([.. ids.Select(id => RedisCommand.Of("HGET", RqKeys.Job(id), "ended_at"))], ct);
        var jobs = ids.Zip(ended, (id, at) => (Id: id, At: RqTime.Parse(at.AsString())))
            .Where(job => job.At >= now - FailureWave.Longest)
            .Select(job => (job.Id, At: job.At!.Value))
            .ToList();
        return new Ends(jobs, jobs.Count == most ? jobs.Min(job => job.At) : DateTimeOffset.MinValue);
    }

    private static async Task<IReadOnlyList<ReasonGroup>> ReasonsAsync(IRedisSession session, Ends failed, DateTimeOffset since, CancellationToken ct)
    {
        var looked = failed.Jobs.Where(job => job.At >= since).OrderByDescending(job => job.At).Take(ReasonsRead).ToList();
        var replies = await session.PipelineAsync([.. looked.SelectMany(job => RqTraceback.Commands(job.Id))], ct);
        return FailureReasons.Group(looked.Select((_, at) =>
            RqTraceback.LastLines(replies[2 * at], replies[(2 * at) + 1], most: 1) is [var line] ? line : RqTraceback.Refusal(replies[2 * at])));
    }

    /// <param name="From">Since then all that ended are among them.</param>
    private sealed record Ends(IReadOnlyList<(string Id, DateTimeOffset At)> Jobs, DateTimeOffset From)
    {
        public int Since(DateTimeOffset from) => Jobs.Count(job => job.At >= from);
    }
}
