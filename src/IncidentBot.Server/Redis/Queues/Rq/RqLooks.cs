using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>
/// Looks at queues side by side: what they share is read once, and what each needs beyond its counts over one connection at the same
/// time. The list knows so what the status knows.
/// </summary>
internal sealed record RqLooks(RqWorkers Workers, RqSuspension Suspension, IReadOnlyList<StatusFindings> Queues)
{
    private const int AbandonedLooked = 1000;

    public static async Task<RqLooks> ReadAsync(IRedisSession session, string target, IReadOnlyList<string> names, CancellationToken ct)
    {
        var now = await RqTime.NowAsync(session, ct);
        var workers = await RqWorkers.ReadAsync(session, ct);
        var suspension = await RqSuspension.ReadAsync(session, ct);
        var layout = await RqLayout.ReadAsync(session, workers, names, ct, thorough: names.Count == 1);
        var queues = await RqQueue.ReadAsync(session, names, now, ct);
        return new RqLooks(workers, suspension, await Task.WhenAll(queues.Select(OneAsync)));

        async Task<StatusFindings> OneAsync(RqQueue queue)
        {
            var expired = queue.Expired == 0 ? [] : await ExpiredAsync(session, queue.Name, now, ct);
            return new StatusFindings(target, queue, workers.Of(queue.Name), now)
            {
                Suspension = suspension,
                Connections = workers.Connections,
                Layout = layout,
                Abandoned = [.. expired.Where(job => job.Fit is RqFit.Moved).Select(job => job.Job)],
                Missed = [.. expired.Where(job => job.Fit is RqFit.Alive).Select(job => job.Job)],
                HeadEnqueuedAt = queue.Queued == 0 ? null : await HeadAsync(session, queue.Name, ct),
                Ends = await RecentEnds.ReadAsync(session, queue, workers.Of(queue.Name), now, ct),
            };
        }
    }

    private static async Task<IReadOnlyList<(RqJob Job, RqFit Fit)>> ExpiredAsync(IRedisSession session, string queue, DateTimeOffset now, CancellationToken ct)
    {
        var move = RqMove.Abandoned(queue, now);
        var expired = await RqJob.ReadAsync(session, move.Registry, RqTime.Score(now), AbandonedLooked, ct);
        var alive = await RqAlive.AmongAsync(session, expired.Select(job => move.Guard!(job)), ct);
        return [.. expired.Select(job => (job, move.Fit(job, alive)))];
    }

    private static async Task<DateTimeOffset?> HeadAsync(IRedisSession session, string queue, CancellationToken ct) =>
        (await session.ExecuteAsync("LINDEX", [RqKeys.Queue(queue), 0], ct)).AsString() is { } id
            ? RqTime.Parse((await session.ExecuteAsync("HGET", [RqKeys.Job(id), "enqueued_at"], ct)).AsString())
            : null;
}
