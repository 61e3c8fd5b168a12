using IncidentBot.Actions;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>One queue: whether it moves, and if not, what holds it.</summary>
internal sealed class StatusAction(RedisTargets targets) : RqRead(targets)
{
    private const int AbandonedLooked = 1000;

    public override ActionDefinition Definition { get; } = new(new ActionId("rq.status"), Risk.Observe, "Says whether an RQ queue moves and what holds it up")
    {
        Parameters = [new Parameter("queue", "the queue, as /rq list shows it", "default") { Required = true }],
    };

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, IRedisSession session, string queue, ActionCall call, CancellationToken ct)
    {
        var now = await RqTime.NowAsync(session, ct);
        var workers = await RqWorkers.ReadAsync(session, ct);
        var abandoned = await AbandonedAsync(session, queue, now, ct);
        return new StatusFindings(target.Name, (await RqQueue.ReadAsync(session, [queue], now, ct))[0], workers.Of(queue), now)
        {
            Suspension = await RqSuspension.ReadAsync(session, ct),
            Layout = await RqLayout.ReadAsync(session, workers, [queue], ct),
            Abandoned = abandoned,
            HeadEnqueuedAt = await HeadAsync(session, queue, ct),
        }.Report();
    }

    private static async Task<IReadOnlyList<RqJob>> AbandonedAsync(IRedisSession session, string queue, DateTimeOffset now, CancellationToken ct)
    {
        var move = RqMove.Abandoned(queue, now);
        var expired = await RqJob.ReadAsync(session, move.Registry, RqTime.Score(now), AbandonedLooked, ct);
        var alive = await RqAlive.AmongAsync(session, expired.Select(job => move.Guard!(job)), ct);
        return [.. expired.Where(job => move.Fit(job, alive) is RqFit.Moved)];
    }

    private static async Task<DateTimeOffset?> HeadAsync(IRedisSession session, string queue, CancellationToken ct) =>
        (await session.ExecuteAsync("LINDEX", [RqKeys.Queue(queue), 0], ct)).AsString() is { } id
            ? RqTime.Parse((await session.ExecuteAsync("HGET", [RqKeys.Job(id), "enqueued_at"], ct)).AsString())
            : null;
}
