using System.Collections.Concurrent;
using System.Globalization;
using IncidentBot.Readings;
using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>
/// What a queue got done between two looks, from its event stream: since the last time that somebody asked, or over the last
/// minute. INFO's operations per second would count the bot's own questions.
/// </summary>
internal sealed class QueueProgress
{
    private const int MostEvents = 5000;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, long? Added)> looks = new(StringComparer.Ordinal);

    public async Task<(string Line, IEnumerable<Reading?> Readings)> ReadAsync(IRedisSession session, string target, QueueState state, CancellationToken ct)
    {
        var events = state.Keys["events"];
        var (added, refusal) = await AddedAsync(session, events, ct);
        var look = $"{target} {events}";
        var before = looks.TryGetValue(look, out var last) && state.At - last.At is var age && age < Stale && age > TimeSpan.Zero
            ? last
            : ((DateTimeOffset At, long? Added)?)null;
        looks[look] = (state.At, added);

        var since = before?.At ?? state.At - Minute;
        var reply = await session.ExecuteAsync(
            "XRANGE",
            [events, since.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), "+", "COUNT", MostEvents],
            ct);
        if (reply.AsError is { } refused)
        {
            return ($"What was completed is not known, XRANGE is refused: {refused.Message}", []);
        }

        var kinds = reply.AsItems().Select(Kind).ToList();
        var (completed, failed) = (kinds.Count(kind => kind == "completed"), kinds.Count(kind => kind == "failed"));
        var more = kinds.Count == MostEvents ? " at least" : "";
        var line =
            $"In the {(before is null ? "last " : "")}{Duration.Words(state.At - since)}{(before is null ? "" : " since the last look")}:"
                + $"{more} {Figures.Count(completed)} completed, {Figures.Count(failed)} failed"
                + (before?.Added is { } then && added is { } now ? $", {Figures.Count(now - then)} events" : "")
                + (refusal is null ? "" : $"; how many events is not known, XINFO is refused: {refusal}");
        var seconds = (state.At - since).TotalSeconds;

        // Of a stream that is cut off, only its first events are known, and not how many there were in the time.
        return (line, kinds.Count == MostEvents
            ? []
            : [Reading.PerSecond("queue.completed_per_second", completed / seconds), Reading.PerSecond("queue.failed_per_second", failed / seconds)]);
    }

    /// <summary>The stream is trimmed, this count is not. Redis 7.</summary>
    private static async Task<(long? Added, string? Refusal)> AddedAsync(IRedisSession session, string events, CancellationToken ct)
    {
        var reply = await session.ExecuteAsync("XINFO", ["STREAM", events], ct);
        if (reply.AsError is { } error)
        {
            // No stream yet is no refusal.
            return (null, RedisTrouble.IsNoOutage(error.Class) ? error.Message : null);
        }

        var fields = reply.AsItems();
        for (var i = 0; i + 1 < fields.Count; i += 2)
        {
            if (fields[i].AsString() == "entries-added")
            {
                return (fields[i + 1].AsLong(), null);
            }
        }

        return (null, null);
    }

    private static string? Kind(RespValue entry)
    {
        var fields = entry.AsItems() is [_, var pairs] ? pairs.AsItems() : [];
        for (var i = 0; i + 1 < fields.Count; i += 2)
        {
            if (fields[i].AsString() == "event")
            {
                return fields[i + 1].AsString();
            }
        }

        return null;
    }
}
