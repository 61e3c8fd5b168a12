using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>
/// Puts a job from a registry back into its queue, with the same fields that RQ itself would write, but in one step: RQ takes it
/// out of the registry first and enqueues it in a second transaction, and a crash in between loses the job.
/// </summary>
/// <param name="Registry">The key of the registry that the jobs leave.</param>
/// <param name="Statuses">The statuses that a job there must have; with any other somebody else has taken care of it.</param>
internal sealed record RqMove(string Queue, string Registry, IReadOnlyList<string> Statuses)
{
    private const string Script = """
        local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
        if not score then return 'Absent' end
        if redis.call('HEXISTS', KEYS[2], 'data') == 0 then
          redis.call('ZREM', KEYS[1], ARGV[1])
          return 'Expired'
        end
        local job = redis.call('HMGET', KEYS[2], 'origin', 'status', 'worker_name', 'ttl', 'enqueue_at_front')
        if not job[1] or 'rq:queue:' .. job[1] ~= KEYS[3] then return 'Elsewhere' end
        if not job[2] or not string.find(ARGV[4], ',' .. job[2] .. ',', 1, true) then return 'OtherStatus' end
        if ARGV[5] ~= '' and tonumber(score) > tonumber(ARGV[5]) then return 'Alive' end
        if ARGV[6] ~= '' and job[3] ~= ARGV[6] then return 'Alive' end
        if KEYS[7] and redis.call('EXISTS', KEYS[7]) == 1 then return 'Alive' end

        -- What a server that is out of memory refuses comes first, and what takes the job away last: an error changes nothing.
        redis.call('SADD', KEYS[4], KEYS[3])
        redis.call(ARGV[7] == 'due' and job[5] == '1' and 'LPUSH' or 'RPUSH', KEYS[3], ARGV[1])
        redis.call('HSET', KEYS[2], 'status', 'queued', 'enqueued_at', ARGV[2])
        redis.call('HSETNX', KEYS[2], 'timeout', 180)
        if ARGV[7] == 'again' then
          redis.call('HSET', KEYS[2], 'started_at', '', 'ended_at', '', 'exc_info', ARGV[3])
        end
        local ttl = tonumber(job[4] or '')
        for _, key in ipairs({KEYS[2], KEYS[5], KEYS[6]}) do
          if ttl and ttl > 0 then redis.call('EXPIRE', key, ttl) else redis.call('PERSIST', key) end
        end
        redis.call('ZREM', KEYS[1], ARGV[1])
        return 'Moved'
        """;

    // zlib's empty text: what RQ writes where there is no traceback any more.
    private static readonly byte[] NoTraceback = [0x78, 0x9c, 0x03, 0, 0, 0, 0, 0x01];

    /// <summary>What our user has to be allowed.</summary>
    public static IReadOnlyList<RedisCommand> Needs { get; } = [.. ScriptRights.Of(Script, RqKeys.All)];

    /// <summary>Only entries scored up to here; null for all.</summary>
    public DateTimeOffset? UpTo { get; init; }

    /// <summary>The job was started before: the traces of that go. Else it is due for the first time, and keeps its place at the front if it has one.</summary>
    public bool Again { get; init; } = true;

    /// <summary>While this key exists, somebody else looks after the job.</summary>
    public Func<RqJob, string>? Guard { get; init; }

    /// <summary>The job must still belong to the worker that was seen to be gone.</summary>
    public bool SameWorker { get; init; }

    /// <summary>Both signs are needed, heartbeat and worker, and both are looked at again in the step that moves the job.</summary>
    public static RqMove Abandoned(string queue, DateTimeOffset now) => new(queue, RqKeys.Started(queue), ["started"])
    {
        UpTo = now,
        Guard = job => RqKeys.Worker(job.Worker ?? ""),
        SameWorker = true,
    };

    public RedisCommand For(RqJob job, DateTimeOffset now)
    {
        RedisArgument[] keys =
        [
            Registry,
            RqKeys.Job(job.Id),
            RqKeys.Queue(Queue),
            RqKeys.Queues,
            RqKeys.Dependents(job.Id),
            RqKeys.Dependencies(job.Id),
            .. Guard is null ? Array.Empty<RedisArgument>() : [Guard(job)],
        ];
        return RedisCommand.Of("EVAL",
        [
            Script,
            keys.Length,
            .. keys,
            job.Id,
            RqTime.Format(now),
            NoTraceback,
            $",{string.Join(',', Statuses)},",
            UpTo is { } limit ? RqTime.Score(limit) : "",
            SameWorker ? job.Worker ?? "" : "",
            Again ? "again" : "due",
        ]);
    }

    /// <summary>What the script would say, from what was read; <paramref name="alive"/> are the guards that exist.</summary>
    public RqFit Fit(RqJob job, IReadOnlySet<string> alive) => job switch
    {
        { Exists: false } => RqFit.Expired,
        _ when job.Origin != Queue => RqFit.Elsewhere,
        _ when !Statuses.Contains(job.Status) => RqFit.OtherStatus,
        _ when SameWorker && string.IsNullOrEmpty(job.Worker) => RqFit.NoWorker,
        _ when Guard is not null && alive.Contains(Guard(job)) => RqFit.Alive,
        _ => RqFit.Moved,
    };
}

/// <summary>What becomes of a job.</summary>
internal enum RqFit
{
    Moved,

    /// <summary>It has left the registry.</summary>
    Absent,

    /// <summary>Only the entry is left; it is dropped, as RQ could not run it.</summary>
    Expired,

    /// <summary>It names another queue as its origin.</summary>
    Elsewhere,
    OtherStatus,

    /// <summary>Somebody still looks after it: its worker, or a scheduler.</summary>
    Alive,

    /// <summary>No worker is noted, so nobody can say that it is gone.</summary>
    NoWorker,
}
