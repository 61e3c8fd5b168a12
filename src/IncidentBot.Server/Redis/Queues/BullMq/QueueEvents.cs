using System.Globalization;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>The end of a queue's event stream, the newest first. It is trimmed, and only so much of it is fetched.</summary>
/// <param name="From">From here on all events are among those seen.</param>
/// <param name="Whole">They reach back as far as was asked.</param>
/// <param name="Added">How many there ever were; trimming does not change it. Redis 7.</param>
internal sealed record QueueEvents(IReadOnlyList<QueueEvent> Seen, DateTimeOffset From, bool Whole, long? Added)
{
    /// <summary>Before Redis 7 nothing says whether a stream was trimmed. BullMQ keeps about this many unless it is told otherwise.</summary>
    private const int UsualLength = 10_000;

    /// <summary>Commands that our user may not use, or that this server has not.</summary>
    public IReadOnlyList<string> Refusals { get; private init; } = [];

    public static RedisCommand[] Ask(QueueKeys keys, DateTimeOffset since, int most) =>
    [
        RedisCommand.Of(
            "XREVRANGE", keys["events"], "+", since.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), "COUNT", most),
        RedisCommand.Of("XINFO", "STREAM", keys["events"]),
    ];

    /// <param name="replies">To <see cref="Ask"/>.</param>
    public static QueueEvents Of(IReadOnlyList<RespValue> replies, DateTimeOffset since, int most, DateTimeOffset now)
    {
        string[] refusals = [.. Refused("XREVRANGE", replies[0]), .. Refused("XINFO", replies[1])];
        var (length, added, first) = Stream(replies[1]);
        if (replies[0].AsError is not null)
        {
            return new QueueEvents([], now, false, added) { Refusals = refusals };
        }

        IReadOnlyList<QueueEvent> seen = [.. replies[0].AsItems().Select(QueueEvent.Of).OfType<QueueEvent>()];
        var trimmed = added is { } all ? all > length : length >= UsualLength;
        var from = seen.Count >= most ? seen[^1].At : trimmed && first > since ? first.Value : since;
        return new QueueEvents(seen, from, from <= since, added) { Refusals = refusals };
    }

    public int Count(string kind, DateTimeOffset since) => Seen.Count(one => one.Kind == kind && one.At >= since);

    /// <summary>When something was last seen to happen to a job.</summary>
    public DateTimeOffset? LastOf(string job) => Seen.FirstOrDefault(one => one.Job == job)?.At;

    private static (long Length, long? Added, DateTimeOffset? First) Stream(RespValue reply)
    {
        if (reply.AsError is not null)
        {
            return (0, null, null);
        }

        var (length, added, first) = (0L, (long?)null, (DateTimeOffset?)null);
        foreach (var pair in reply.AsItems().Chunk(2).Where(pair => pair.Length == 2))
        {
            switch (pair[0].AsString())
            {
                case "length":
                    length = pair[1].AsLong() ?? 0;
                    break;

                case "entries-added":
                    added = pair[1].AsLong();
                    break;

                case "first-entry":
                    first = QueueEvent.Of(pair[1])?.At;
                    break;
            }
        }

        return (length, added, first);
    }

    /// <summary>No stream yet is no refusal.</summary>
    private static IEnumerable<string> Refused(string command, RespValue reply) =>
        reply.AsError is { } error && error.Class.IsNoOutage() ? [$"{command} is refused: {error.Message}"] : [];
}

/// <param name="Prev">Where the job was before; null where the event does not say.</param>
internal sealed record QueueEvent(DateTimeOffset At, string Kind, string? Job, string? Prev, string? Reason)
{
    /// <summary>A job that failed and will be tried again goes back without an event of its own: at once, or after a while.</summary>
    public bool MayBeRetry => Kind == "delayed" || (Kind == "waiting" && Prev is ("active" or "failed"));

    /// <summary>Something that only a worker does.</summary>
    public bool IsWork => Kind is "active" or "completed" or "failed";

    public static QueueEvent? Of(RespValue entry)
    {
        if (entry is not RespValue.Items { Values: [var id, RespValue.Items { Values: var pairs }] }
            || !long.TryParse(id.AsString()?.Split('-')[0], CultureInfo.InvariantCulture, out var milliseconds)
            || Times.AtMilliseconds(milliseconds) is not { } at)
        {
            return null;
        }

        var fields = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var pair in pairs.Chunk(2).Where(pair => pair.Length == 2))
        {
            if (pair[0].AsString() is { } name and ("event" or "jobId" or "prev" or "failedReason"))
            {
                fields[name] = pair[1].AsString();
            }
        }

        return new QueueEvent(
            at,
            fields.GetValueOrDefault("event") ?? "",
            fields.GetValueOrDefault("jobId"),
            fields.GetValueOrDefault("prev"),
            fields.GetValueOrDefault("failedReason"));
    }
}
