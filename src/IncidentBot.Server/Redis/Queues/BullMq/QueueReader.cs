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

    /// <summary>What Bull 3 and 4 set where BullMQ sets a field of <c>meta</c>.</summary>
    private const string PausedOfBull = "meta-paused";

    /// <summary>A queue without jobs still has one of them.</summary>
    private static readonly string[] Signs = ["meta", "id", "events", PausedOfBull];

    /// <returns>Null when there is no such queue.</returns>
    public static async Task<QueueState?> ReadAsync(IRedisSession session, QueueKeys keys, CancellationToken ct) =>
        await ReadAsync(session, keys, await QueueServer.ReadAsync(session, ct), ct);

    /// <returns>Null when there is no such queue.</returns>
    public static async Task<QueueState?> ReadAsync(IRedisSession session, QueueKeys keys, QueueServer server, CancellationToken ct)
    {
        var first = await session.PipelineAsync(
            [
                RedisCommand.Of("HMGET", keys.Meta, "version", "paused", "concurrency", "max"),
                RedisCommand.Of("PTTL", keys["limiter"]),
                RedisCommand.Of("TYPE", keys["priority"]),
                RedisCommand.Of("LRANGE", keys["wait"], 0, 0),
                RedisCommand.Of("LRANGE", keys["wait"], -1, -1),
                RedisCommand.Of("LRANGE", keys["paused"], -1, -1),
                RedisCommand.Of("ZRANGE", keys["prioritized"], 0, 0),
                .. Lists.Select(list => RedisCommand.Of("LLEN", keys[list])),
                .. Sets.Select(set => RedisCommand.Of("ZCARD", keys[set])),
                RedisCommand.Of("GET", keys["limiter"]),
                .. Signs.Select(sign => RedisCommand.Of("EXISTS", keys[sign])),
            ], ct);
        var signs = Signs.Zip(first.Skip(first.Count - Signs.Length), (sign, there) => (sign, there)).Where(one => one.there.AsLong() == 1)
            .Select(one => one.sign)
            .ToList();

        var now = server.At;
        var meta = first[0].AsItems(4);
        var heads = first.Skip(3).Take(3).SelectMany(Replies.Items).Select(id => id.AsString() ?? "").ToList();

        // Whatever has no priority comes before all that has one.
        var head = new[] { first[5], first[4], first[6] }.Select(reply => Replies.Texts(reply).FirstOrDefault()).FirstOrDefault(id => id is not null);
        var counts = first.Skip(7).Take(Lists.Length + Sets.Length).Select(Replies.Count).ToList();
        if (signs.Count == 0 && counts.All(count => count == 0))
        {
            return null;
        }

        var due = DueScore(now);

        var second = await session.PipelineAsync(
            [
                RedisCommand.Of("ZCOUNT", keys["delayed"], "-inf", due),
                RedisCommand.Of("ZRANGE", keys["delayed"], 0, 0, "WITHSCORES"),
                RedisCommand.Of("HMGET", keys[head ?? ""], "timestamp", "processedOn", "opts"),
                RedisCommand.Of("HGET", keys.Meta, "version"),
            ], ct);
        var (held, withoutLock) = counts[2] > 0 ? await LocksAsync(session, keys, now, ct) : (0, []);
        var version = meta[0].AsString();
        var overdue = Replies.Count(second[0]);
        var limiter = Times.Milliseconds(first[1].AsLong()) is { Ticks: > 0 } left ? left : (TimeSpan?)null;
        return new QueueState(keys)
        {
            At = now,
            Version = version,
            VersionChanged = version != second[3].AsString(),
            HasMeta = signs.Contains("meta"),
            HasEvents = signs.Contains("events"),
            Paused = !meta[1].IsNil || signs.Contains(PausedOfBull),
            Concurrency = meta[2].AsString(),
            Max = meta[3].AsString(),
            LimiterRuns = limiter is not null,
            LimitedFor = limiter is not null && IsReached(meta[3], first[^(Signs.Length + 1)]) ? limiter : null,
            Wait = counts[0],
            PausedList = counts[1],
            Active = counts[2],
            Delayed = counts[3],
            Prioritized = counts[4],
            WaitingChildren = counts[5],
            Completed = counts[6],
            Failed = counts[7],
            Overdue = overdue,
            OldestOverdue = overdue > 0 && Replies.Items(second[1]) is [_, var score] ? now - AtScore(score) : null,
            Head = head,
            HeadSince = HeadSince(Replies.Items(second[2])),
            HasOldMarkers = heads.Any(id => id.StartsWith("0:", StringComparison.Ordinal)),
            HasOldPriorities = first[2].AsString() == "zset",
            Workers = server.WorkersOf(keys),
            WhyWorkersAreUnknown = server.Refusal,
            Nameless = server.Nameless,
            Held = held,
            WithoutLock = withoutLock,
        };
    }

    /// <summary>The highest score of <c>delayed</c> that is due: the milliseconds times 4096, plus a number below 4096.</summary>
    public static long DueScore(DateTimeOffset now) => ((now.ToUnixTimeMilliseconds() + 1) * 4096) - 1;

    public static DateTimeOffset? AtScore(RespValue score) =>
        double.TryParse(score.AsString(), CultureInfo.InvariantCulture, out var number) ? Times.AtMilliseconds((long)Math.Floor(number / 4096)) : null;

    /// <summary>A time that a job keeps in milliseconds.</summary>
    public static TimeSpan? Age(RespValue milliseconds, DateTimeOffset now) =>
        milliseconds.AsError is null && long.TryParse(milliseconds.AsString(), CultureInfo.InvariantCulture, out var at) && at > 0
            && Times.AtMilliseconds(at) is { } then ? Later(now - then) : null;

    private static TimeSpan Later(TimeSpan age) => age < TimeSpan.Zero ? TimeSpan.Zero : age;

    /// <summary>
    /// Since when a job may be in line: since it was added and its delay was over, or since its last start where it is back for
    /// another. A delay that ended late makes it too early, so whoever judges by it looks at the events too.
    /// </summary>
    private static DateTimeOffset? HeadSince(IReadOnlyList<RespValue> job)
    {
        if (job.Count < 3 || !long.TryParse(job[0].AsString(), CultureInfo.InvariantCulture, out var added) || added <= 0)
        {
            return null;
        }

        var started = long.TryParse(job[1].AsString(), CultureInfo.InvariantCulture, out var at) ? at : 0;
        return Times.AtMilliseconds(Math.Max(added + JobOptions.Delay(job[2].AsString()), started));
    }

    /// <summary>A job that ends between the list and the locks is not in the second list; one that begins has its lock from the start.</summary>
    /// <returns>How many have a worker that holds them, and those that have none.</returns>
    private static async Task<(int Held, IReadOnlyList<ActiveJob> Without)> LocksAsync(
        IRedisSession session,
        QueueKeys keys,
        DateTimeOffset now,
        CancellationToken ct)
    {
        var ids = Replies.Texts(await session.ExecuteAsync("LRANGE", [keys["active"], 0, MostActive - 1], ct));
        var looks = await session.PipelineAsync(
            [.. ids.Select(id => RedisCommand.Of("EXISTS", keys[id + ":lock"])), RedisCommand.Of("LRANGE", keys["active"], 0, MostActive - 1)],
            ct);
        var still = Replies.Texts(looks[^1]).ToHashSet(StringComparer.Ordinal);
        var without = ids.Where((id, place) => looks[place].AsLong() == 0 && still.Contains(id)).ToList();
        var held = ids.Where((_, place) => looks[place].AsLong() == 1).Count();
        if (without.Count == 0)
        {
            return (held, []);
        }

        var jobs = await session.PipelineAsync(
            [.. without.SelectMany(id => new[] { RedisCommand.Of("EXISTS", keys[id]), RedisCommand.Of("HMGET", keys[id], "processedOn", "stc") })],
            ct);
        return (held, [.. without.Select((id, place) => (Id: id, Exists: jobs[place * 2].AsLong() == 1, Fields: jobs[(place * 2) + 1].AsItems(2)))
            .Select(job => new ActiveJob(job.Id, job.Exists, Age(job.Fields[0], now), job.Fields[1].AsLong() ?? 0))]);
    }

    /// <summary>
    /// The limiter counts from the first job of its time on. How far it may count is not in Redis where the workers set it:
    /// then jobs that wait are the sign.
    /// </summary>
    private static bool IsReached(RespValue max, RespValue counted) =>
        max.AsLong() is not { } most || counted.AsError is not null || counted.AsLong() is not { } jobs || jobs >= most;
}
