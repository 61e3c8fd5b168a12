using System.Globalization;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>
/// What happened in a queue of late, and to which jobs: the events of the last minutes, how many jobs ended, and a sample of those in
/// every state. Read for a verdict in three steps, however many jobs there are.
/// </summary>
internal sealed record QueueActivity
{
    /// <summary>Enough to tell what is usual; those that went well are much alike.</summary>
    private const int SampledCompleted = 10;

    /// <summary>Reasons are counted, so more of these are looked at, where enough failed for it to matter.</summary>
    private const int SampledFailed = 50;

    public required DateTimeOffset At { get; init; }
    public required QueueEvents Events { get; init; }
    public long FailedInMinute { get; init; }
    public long CompletedInMinute { get; init; }
    public long FailedInLongest { get; init; }
    public long CompletedInLongest { get; init; }

    /// <summary>By id, of all states.</summary>
    public IReadOnlyDictionary<string, QueueJob> Jobs { get; init; } = new Dictionary<string, QueueJob>();

    /// <summary>Those of the highest number; null where no job has a priority.</summary>
    public LowestPriority? Lowest { get; init; }

    /// <summary>Since when the next in line is there, as far as can be seen.</summary>
    public DateTimeOffset? HeadSince { get; init; }

    /// <summary>The set that wakes idle workers is empty. Since BullMQ 5; null before.</summary>
    public bool? MarkerGone { get; init; }

    /// <summary>Completed jobs are told to stay, or to stay for longer, by their own options; null where none was looked at.</summary>
    public bool? KeptByOption { get; init; }

    /// <summary>How long the next in line has waited.</summary>
    public TimeSpan? HeadWaited => HeadSince is { } since ? since < At ? At - since : TimeSpan.Zero : null;

    public IEnumerable<QueueJob> In(params string[] states) => Jobs.Values.Where(job => states.Contains(job.State));

    public static async Task<QueueActivity> ReadAsync(IRedisSession session, QueueState state, LookDepth depth, CancellationToken ct)
    {
        var (keys, now) = (state.Keys, state.At);
        var (minute, longest) = (Milliseconds(now - FailureWave.Minute), Milliseconds(now - FailureWave.Longest));
        var first = await session.PipelineAsync(
            [
                .. QueueEvents.Ask(keys, now - FailureWave.Longest, depth.Events),
                RedisCommand.Of("ZCOUNT", keys["failed"], minute, "+inf"),
                RedisCommand.Of("ZCOUNT", keys["completed"], minute, "+inf"),
                RedisCommand.Of("ZCOUNT", keys["failed"], longest, "+inf"),
                RedisCommand.Of("ZCOUNT", keys["completed"], longest, "+inf"),
                RedisCommand.Of("ZCARD", keys["marker"]),
                RedisCommand.Of("ZRANGE", keys["prioritized"], -1, -1, "WITHSCORES"),
                RedisCommand.Of("ZRANGE", keys["failed"], -SampledFailed, -1),
                RedisCommand.Of("ZRANGE", keys["completed"], -SampledCompleted, -1),
                RedisCommand.Of("LRANGE", keys["active"], 0, depth.Jobs - 1),
                RedisCommand.Of("LRANGE", keys["wait"], -depth.Jobs, -1),
                RedisCommand.Of("LRANGE", keys["wait"], 0, depth.Jobs - 1),
                RedisCommand.Of("LRANGE", keys["paused"], -depth.Jobs, -1),
                RedisCommand.Of("ZRANGE", keys["prioritized"], 0, depth.Jobs - 1),
                RedisCommand.Of("ZRANGE", keys["delayed"], 0, depth.Jobs - 1),
            ], ct);
        var events = QueueEvents.Of(first, now - FailureWave.Longest, depth.Events, now);
        var counts = first.Skip(2).Take(5).Select(Replies.Count).ToList();
        var places = Places(first, state, events, depth, failures: counts[2] >= FailureWave.Fewest);
        var lowest = Replies.Items(first[7]) is [_, var score] ? LowestPriority.NumberIn(score) : null;

        string[] ids = [.. places.Keys];
        var lowestFrom = LowestPriority.Score(lowest ?? 0);
        var second = await session.PipelineAsync(
            [
                .. ids.Select(id => QueueJob.Ask(keys, id)),
                RedisCommand.Of("ZRANGEBYSCORE", keys["prioritized"], lowestFrom, "+inf", "LIMIT", 0, 1),
                RedisCommand.Of("ZCOUNT", keys["prioritized"], lowestFrom, "+inf"),
            ], ct);
        var jobs = ids.Select((id, place) => QueueJob.Of(id, places[id], second[place])).OfType<QueueJob>().ToDictionary(job => job.Id, StringComparer.Ordinal);
        var oldest = lowest is null ? null : Replies.Texts(second[^2]).FirstOrDefault();
        var newestCompleted = state.Completed >= KeptJobs.Many ? Replies.Texts(first[9]).LastOrDefault() : null;
        var third = oldest is null && newestCompleted is null
            ? []
            : await session.PipelineAsync([QueueJob.Ask(keys, oldest ?? ""), RedisCommand.Of("HMGET", keys[newestCompleted ?? ""], "opts")], ct);
        return new QueueActivity
        {
            At = now,
            Events = events,
            FailedInMinute = counts[0],
            CompletedInMinute = counts[1],
            FailedInLongest = counts[2],
            CompletedInLongest = counts[3],
            MarkerGone = state.MajorVersion >= 5 ? counts[4] == 0 : null,
            Jobs = jobs,
            Lowest = oldest is not null && QueueJob.Of(oldest, "prioritized", third[0]) is { } waiting
                ? new LowestPriority(lowest!.Value, Replies.Count(second[^1]), waiting)
                : null,
            HeadSince = Latest(state.HeadSince, state.Head is { } head ? events.LastOf(head) : null),
            KeptByOption = newestCompleted is null
                ? null
                : JobOptions.SaysHowLongItIsKept(Replies.Items(third[1]) is [var options] ? options.AsString() : null),
        };
    }

    /// <summary>Which job was found where. A job that moved meanwhile counts where it was found last.</summary>
    private static Dictionary<string, string> Places(IReadOnlyList<RespValue> first, QueueState state, QueueEvents events, LookDepth depth, bool failures)
    {
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in events.Seen.Where(one => one.MayBeRetry).Select(one => one.Job).OfType<string>().Distinct().Take(2 * depth.Jobs))
        {
            places[id] = "";
        }

        foreach (var (where, reply) in new[]
        {
            ("failed", first[8]), ("completed", first[9]), ("wait", first[11]), ("wait", first[12]), ("paused", first[13]),
            ("prioritized", first[14]), ("delayed", first[15]), ("active", first[10]),
        })
        {
            foreach (var id in Replies.Texts(reply).Where(_ => failures || where != "failed"))
            {
                places[id] = where;
            }
        }

        foreach (var id in state.WithoutLock.Take(depth.Jobs).Select(job => job.Id))
        {
            places[id] = "active";
        }

        return places;
    }

    private static DateTimeOffset? Latest(DateTimeOffset? one, DateTimeOffset? other) => one > other || other is null ? one : other;

    private static string Milliseconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}

/// <summary>The jobs whose turn comes last.</summary>
/// <param name="Oldest">The one of them that waits longest.</param>
internal sealed record LowestPriority(long Number, long Count, QueueJob Oldest)
{
    /// <summary>BullMQ's score: the priority times this, plus a counter.</summary>
    private const long Step = 1L << 32;

    public static long? NumberIn(RespValue score) =>
        double.TryParse(score.AsString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? (long)(number / Step) : null;

    public static long Score(long number) => number * Step;
}
