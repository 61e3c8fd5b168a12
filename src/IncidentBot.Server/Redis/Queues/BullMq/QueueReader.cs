using System.Globalization;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>Looks at a queue with plain read commands: no script, no write, bounded in what it fetches.</summary>
internal static class QueueReader
{
    public const int MostActive = 500;

    private static readonly string[] Lists = ["wait", "paused", "active"];
    private static readonly string[] Sets = ["delayed", "prioritized", "waiting-children", "completed", "failed"];

    /// <returns>Null when there is no such queue.</returns>
    public static async Task<QueueState?> ReadAsync(IRedisSession session, QueueKeys keys, CancellationToken ct)
    {
        var first = await session.PipelineAsync(
            [
                RedisCommand.Of("TIME"),
                RedisCommand.Of("HMGET", keys.Meta, "version", "paused", "concurrency", "max"),
                RedisCommand.Of("CLIENT", "LIST"),
                RedisCommand.Of("PTTL", keys["limiter"]),
                RedisCommand.Of("TYPE", keys["priority"]),
                RedisCommand.Of("LRANGE", keys["wait"], 0, 0),
                RedisCommand.Of("LRANGE", keys["wait"], -1, -1),
                RedisCommand.Of("LRANGE", keys["paused"], -1, -1),
                .. Lists.Select(list => RedisCommand.Of("LLEN", keys[list])),
                .. Sets.Select(set => RedisCommand.Of("ZCARD", keys[set])),
                RedisCommand.Of("GET", keys["limiter"]),
                RedisCommand.Of("EXISTS", keys.Meta),
            ], ct);
        if (first[^1].AsLong() != 1)
        {
            return null;
        }

        var now = Clock(first[0]);
        var meta = first[1].AsItems();
        var heads = first.Skip(5).Take(3).SelectMany(Items).Select(id => id.AsString() ?? "").ToList();
        var oldest = heads.Count > 0 && Items(first[7]) is [var held] ? held.AsString() : Items(first[6]) is [var next] ? next.AsString() : null;
        var counts = first.Skip(8).Take(Lists.Length + Sets.Length).Select(Count).ToList();
        var due = DueScore(now);

        var second = await session.PipelineAsync(
            [
                RedisCommand.Of("ZCOUNT", keys["delayed"], "-inf", due),
                RedisCommand.Of("ZRANGE", keys["delayed"], 0, 0, "WITHSCORES"),
                RedisCommand.Of("HGET", keys[oldest ?? ""], "timestamp"),
                RedisCommand.Of("HGET", keys.Meta, "version"),
            ], ct);
        var version = meta[0].AsString();
        var overdue = Count(second[0]);
        return new QueueState(keys)
        {
            At = now,
            Version = version,
            VersionChanged = version != second[3].AsString(),
            Paused = !meta[1].IsNil,
            Concurrency = meta[2].AsString(),
            Max = meta[3].AsString(),
            LimitedFor = first[3].AsLong() is > 0 and var left && IsReached(meta[3], first[^2]) ? TimeSpan.FromMilliseconds(left) : null,
            Wait = counts[0],
            PausedList = counts[1],
            Active = counts[2],
            Delayed = counts[3],
            Prioritized = counts[4],
            WaitingChildren = counts[5],
            Completed = counts[6],
            Failed = counts[7],
            Overdue = overdue,
            OldestOverdue = overdue > 0 && Items(second[1]) is [_, var score] ? now - AtScore(score) : null,
            HeadAge = Age(second[2], now),
            HasOldMarkers = heads.Any(id => id.StartsWith("0:", StringComparison.Ordinal)),
            HasOldPriorities = first[4].AsString() == "zset",
            Workers = first[2].AsError is null ? ClientList.Parse(first[2].AsString() ?? "").Clients.Count(client => keys.IsWorker(client.Name)) : null,
            WithoutLock = counts[2] > 0 ? await WithoutLockAsync(session, keys, now, ct) : [],
        };
    }

    /// <summary>The highest score of <c>delayed</c> that is due: the milliseconds times 4096, plus a number below 4096.</summary>
    public static long DueScore(DateTimeOffset now) => ((now.ToUnixTimeMilliseconds() + 1) * 4096) - 1;

    public static DateTimeOffset AtScore(RespValue score) =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Floor(double.Parse(score.AsString() ?? "0", CultureInfo.InvariantCulture) / 4096));

    public static DateTimeOffset Clock(RespValue time) => time.AsItems() is [var seconds, var microseconds]
        ? DateTimeOffset.FromUnixTimeMilliseconds(((seconds.AsLong() ?? 0) * 1000) + ((microseconds.AsLong() ?? 0) / 1000))
        : DateTimeOffset.UnixEpoch;

    /// <summary>A time that a job keeps in milliseconds.</summary>
    public static TimeSpan? Age(RespValue milliseconds, DateTimeOffset now) =>
        milliseconds.AsError is null && long.TryParse(milliseconds.AsString(), CultureInfo.InvariantCulture, out var at) && at > 0
            ? Later(now - DateTimeOffset.FromUnixTimeMilliseconds(at)) : null;

    private static TimeSpan Later(TimeSpan age) => age < TimeSpan.Zero ? TimeSpan.Zero : age;

    /// <summary>A job that ends between the list and the locks is not in the second list; one that begins has its lock from the start.</summary>
    private static async Task<IReadOnlyList<ActiveJob>> WithoutLockAsync(IRedisSession session, QueueKeys keys, DateTimeOffset now, CancellationToken ct)
    {
        var ids = Texts(await session.ExecuteAsync("LRANGE", [keys["active"], 0, MostActive - 1], ct));
        var looks = await session.PipelineAsync(
            [.. ids.Select(id => RedisCommand.Of("EXISTS", keys[id + ":lock"])), RedisCommand.Of("LRANGE", keys["active"], 0, MostActive - 1)],
            ct);
        var still = Texts(looks[^1]).ToHashSet(StringComparer.Ordinal);
        var without = ids.Where((id, place) => looks[place].AsLong() == 0 && still.Contains(id)).ToList();
        var jobs = await session.PipelineAsync(
            [.. without.SelectMany(id => new[] { RedisCommand.Of("EXISTS", keys[id]), RedisCommand.Of("HMGET", keys[id], "processedOn", "stc") })],
            ct);
        return [.. without.Select((id, place) => (Id: id, Exists: jobs[place * 2].AsLong() == 1, Fields: jobs[(place * 2) + 1].AsItems()))
            .Select(job => new ActiveJob(job.Id, job.Exists, Age(job.Fields[0], now), job.Fields[1].AsLong() ?? 0))];
    }

    /// <summary>
    /// The limiter counts from the first job of its time on. How far it may count is not in Redis where the workers set it:
    /// then jobs that wait are the sign.
    /// </summary>
    private static bool IsReached(RespValue max, RespValue counted) =>
        max.AsLong() is not { } most || counted.AsError is not null || counted.AsLong() is not { } jobs || jobs >= most;

    private static List<string> Texts(RespValue reply) => [.. Items(reply).Select(id => id.AsString()).OfType<string>()];

    /// <summary>Older versions keep other types under the same names; that is no reason to show nothing.</summary>
    private static IReadOnlyList<RespValue> Items(RespValue reply) => IsWrongType(reply) ? [] : reply.AsItems();

    private static long Count(RespValue reply) => IsWrongType(reply) ? 0 : reply.AsLong() ?? 0;

    private static bool IsWrongType(RespValue reply) => reply.AsError?.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal) == true;
}
