using System.Text;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>Which queues there are: every queue of BullMQ has a hash <c>meta</c>. Found by SCAN, in bounded time.</summary>
internal sealed class QueueNames(TimeProvider time)
{
    private const int ScanStep = 1000;
    private const int Shown = 3;

    /// <summary>Enough for some millions of keys.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(8);

    /// <returns>The names in order, and whether the whole keyspace was seen.</returns>
    public async Task<(IReadOnlyList<string> Names, bool Complete)> FindAsync(IRedisSession session, string prefix, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var (before, after) = ($"{prefix}:", ":meta");
        var complete = false;
        await foreach (var page in new KeyScan(ScanStep) { Match = $"{Escape(prefix)}:*:meta", Type = "hash" }.PagesAsync(session, ct))
        {
            foreach (var key in page.Keys.Select(key => Encoding.UTF8.GetString(key.Span)).Where(key => key.Length > before.Length + after.Length))
            {
                names.Add(key[before.Length..^after.Length]);
            }

            complete = page.IsLast;
            if (time.GetElapsedTime(started) >= Budget)
            {
                break;
            }
        }

        // A queue's name has no colon; what has one is a key of a job that is called meta.
        return ([.. names.Where(name => !name.Contains(':', StringComparison.Ordinal))], complete);
    }

    /// <summary>What to say about a name that no queue has: an empty queue and a misspelt one look alike to a plain count.</summary>
    public async Task<string> HintAsync(IRedisSession session, string prefix, string wanted, CancellationToken ct)
    {
        var (names, complete) = await FindAsync(session, prefix, ct);
        var close = EditDistance.Closest(wanted, names, Shown);
        return (close.Count, names.Count) switch
        {
            (not 0, _) => $"Close to it: {string.Join(", ", close)}.",
            (_, 0) =>
                $"No queue was found with the prefix {prefix}{(complete ? "" : " in the time given")}; another one is set under Targets:<name>:QueuePrefix.",
            _ => $"There is: {string.Join(", ", names.Take(12))}{(names.Count > 12 ? $" and {names.Count - 12} more" : "")}.",
        };
    }

    private static string Escape(string prefix)
    {
        var escaped = new StringBuilder();
        foreach (var letter in prefix)
        {
            escaped.Append("*?[]^\\".Contains(letter, StringComparison.Ordinal) ? "\\" : "").Append(letter);
        }

        return escaped.ToString();
    }
}
