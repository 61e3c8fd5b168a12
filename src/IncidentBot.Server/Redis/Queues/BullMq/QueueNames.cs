using System.Text;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>
/// Which queues there are, by the keys that a queue has and a job has not: <c>meta</c> of BullMQ, which may have been evicted, or what
/// holds the jobs, which is all there is of Bull 3 and 4. Found by SCAN, in bounded time, and in a form that Redis 5 knows too.
/// </summary>
internal sealed class QueueNames(TimeProvider time)
{
    private const int ScanStep = 1000;
    private const int Shown = 3;

    /// <summary>By the end of a key, and what it is then. Matches few of a queue's jobs: their keys end in an id.</summary>
    private const string Ends = "[acdefimpw]*[adesty]";

    private static readonly Dictionary<string, string> Parts = new(StringComparer.Ordinal)
    {
        ["meta"] = "hash",
        ["id"] = "string",
        ["wait"] = "list",
        ["paused"] = "list",
        ["active"] = "list",
        ["delayed"] = "zset",
        ["priority"] = "zset",
        ["prioritized"] = "zset",
        ["completed"] = "zset",
        ["failed"] = "zset",
        ["events"] = "stream",
    };

    /// <summary>Enough for some millions of keys.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    /// <summary>For the watch, which must not cost the server anything worth naming: a third of a hundredth, once in ten minutes.</summary>
    public static readonly TimeSpan Watched = TimeSpan.FromSeconds(2);

    /// <returns>The names in order, and whether the whole keyspace was seen.</returns>
    public Task<(IReadOnlyList<string> Names, bool Complete)> FindAsync(IRedisSession session, string prefix, CancellationToken ct) =>
        FindAsync(session, prefix, Budget, ct);

    /// <summary>Those that are found in a moment, for somebody who types.</summary>
    public async Task<IReadOnlyList<string>> SomeAsync(IRedisSession session, string prefix, CancellationToken ct) =>
        (await FindAsync(session, prefix, Moment, ct)).Names;

    /// <inheritdoc cref="FindAsync(IRedisSession, string, CancellationToken)"/>
    public async Task<(IReadOnlyList<string> Names, bool Complete)> FindAsync(IRedisSession session, string prefix, TimeSpan budget, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var complete = false;
        await foreach (var page in new KeyScan(ScanStep) { Match = $"{Escape(prefix)}:*:{Ends}" }.PagesAsync(session, ct))
        {
            var parts = page.Keys.Select(key => QueuePart.Of(Encoding.UTF8.GetString(key.Span), prefix))
                .OfType<QueuePart>()
                .Where(part => !names.Contains(part.Queue))
                .ToList();
            names.UnionWith(await OfQueuesAsync(session, parts, ct));

            complete = page.IsLast;
            if (time.GetElapsedTime(started) >= budget)
            {
                break;
            }
        }

        return ([.. names], complete);
    }

    /// <summary>Those that are what their name says, and no key of a job that was called so.</summary>
    private static async Task<IEnumerable<string>> OfQueuesAsync(IRedisSession session, IReadOnlyList<QueuePart> parts, CancellationToken ct)
    {
        if (parts.Count == 0)
        {
            return [];
        }

        var types = await session.PipelineAsync([.. parts.Select(part => RedisCommand.Of("TYPE", part.Key))], ct);
        IReadOnlyList<QueuePart> fitting = [.. parts.Where((part, at) => types[at].AsString() == Parts[part.Name])];
        IReadOnlyList<QueuePart> hashes = [.. fitting.Where(part => part is { Name: "meta", IsColoned: true })];
        var areJobs = hashes.Count == 0 ? [] : await session.PipelineAsync([.. hashes.Select(part => RedisCommand.Of("HEXISTS", part.Key, "data"))], ct);
        return fitting.Except(hashes.Where((_, at) => areJobs[at].AsLong() == 1)).Select(part => part.Queue);
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

    private sealed record QueuePart(string Key, string Queue, string Name)
    {
        /// <summary>Bull allows colons in a queue's name, and BullMQ in a job's id: only what no job has is taken for such a queue's.</summary>
        public bool IsColoned => Queue.Contains(':', StringComparison.Ordinal);

        public static QueuePart? Of(string key, string prefix)
        {
            var end = key.LastIndexOf(':');
            var part = end <= prefix.Length + 1 || !Parts.ContainsKey(key[(end + 1)..]) ? null
                : new QueuePart(key, key[(prefix.Length + 1)..end], key[(end + 1)..]);
            return part is { IsColoned: true, Name: not ("meta" or "id") } ? null : part;
        }
    }
}
