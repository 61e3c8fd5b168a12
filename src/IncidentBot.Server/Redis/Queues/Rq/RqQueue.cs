using IncidentBot.Readings;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>What a queue and its registries hold. Read with plain counts: RQ's own getters would clean up, which is a write.</summary>
internal sealed record RqQueue(string Name)
{
    public long Queued { get; private init; }

    /// <summary>Taken from the queue by a worker that has not yet started it; only since RQ 1.15.</summary>
    public long Intermediate { get; private init; }
    public long Started { get; private init; }

    /// <summary>Started jobs whose heartbeat has expired. Abandoned only if their worker is gone too.</summary>
    public long Expired { get; private init; }
    public long Failed { get; private init; }
    public long Scheduled { get; private init; }
    public long Overdue { get; private init; }
    public long Deferred { get; private init; }
    public long Finished { get; private init; }
    public long Canceled { get; private init; }

    /// <summary>Some worker runs with <c>--with-scheduler</c> and looks after this queue.</summary>
    public bool HasScheduler { get; private init; }

    public IEnumerable<Reading?> Readings =>
    [
        Reading.Count("rq.queued", Queued),
        Reading.Count("rq.started", Started),
        Reading.Count("rq.expired", Expired),
        Reading.Count("rq.failed", Failed),
        Reading.Count("rq.scheduled", Scheduled),
        Reading.Count("rq.overdue", Overdue),
        Reading.Count("rq.deferred", Deferred),
        Reading.Count("rq.finished", Finished),
        Reading.Count("rq.canceled", Canceled),
    ];

    public static async Task<IReadOnlyList<RqQueue>> ReadAsync(IRedisSession session, IReadOnlyList<string> names, DateTimeOffset now, CancellationToken ct)
    {
        var queues = new List<RqQueue>();
        foreach (var page in names.Chunk(50))
        {
            var perQueue = page.Select(name => Commands(name, now)).ToList();
            var replies = await session.PipelineAsync([.. perQueue.SelectMany(commands => commands)], ct);
            queues.AddRange(
                page.Select((name, at) => Of(name, [.. replies.Skip(at * perQueue[0].Length).Take(perQueue[0].Length).Select(reply => reply.AsLong() ?? 0)])));
        }

        return queues;
    }

    private static RedisCommand[] Commands(string name, DateTimeOffset now) =>
    [
        RedisCommand.Of("LLEN", RqKeys.Queue(name)),
        RedisCommand.Of("LLEN", RqKeys.Intermediate(name)),
        RedisCommand.Of("ZCARD", RqKeys.Started(name)),
        RedisCommand.Of("ZCOUNT", RqKeys.Started(name), 0, RqTime.Score(now)),
        RedisCommand.Of("ZCARD", RqKeys.Failed(name)),
        RedisCommand.Of("ZCARD", RqKeys.Scheduled(name)),
        RedisCommand.Of("ZCOUNT", RqKeys.Scheduled(name), 0, RqTime.Score(now)),
        RedisCommand.Of("ZCARD", RqKeys.Deferred(name)),
        RedisCommand.Of("ZCARD", RqKeys.Finished(name)),
        RedisCommand.Of("ZCARD", RqKeys.Canceled(name)),
        RedisCommand.Of("EXISTS", RqKeys.SchedulerLock(name)),
    ];

    private static RqQueue Of(string name, long[] counts) => new(name)
    {
        Queued = counts[0],
        Intermediate = counts[1],
        Started = counts[2],
        Expired = counts[3],
        Failed = counts[4],
        Scheduled = counts[5],
        Overdue = counts[6],
        Deferred = counts[7],
        Finished = counts[8],
        Canceled = counts[9],
        HasScheduler = counts[10] > 0,
    };
}
