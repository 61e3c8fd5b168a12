using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Rules;

/// <summary>Which keys a command means.</summary>
internal static class KeyPatterns
{
    private static readonly string[] Queues =
    [
        "bull:", "rq:", "queue:", "queues", "celery", "_kombu", "unacked", "resque:", "sidekiq", "stat:", "schedule", "retry",
        "dead", "processes",
    ];

    /// <summary>What other systems call a queue's keys: <c>app:queue:pending</c>.</summary>
    private static readonly string[] QueueWords = ["queue", "queues", "job", "jobs", "task", "tasks"];

    private static readonly string[] Held =
        ["lock", "locks", "mutex", "semaphore", "session", "sessions", "sess", "stream", "streams", "uniquejobs", "redlock", "leader", "lease"];

    /// <summary>The pattern of <c>KEYS p</c>, <c>--scan --pattern p</c> or <c>SCAN 0 MATCH p</c>, or null.</summary>
    public static string? ListedBy(ShellCommand command)
    {
        var words = command.Words.Select(word => word.Value).ToList();
        return After(words, "--pattern")
            ?? After(words, "KEYS")
            ?? (words.Contains("SCAN", StringComparer.OrdinalIgnoreCase) ? After(words, "MATCH") ?? "*" : words.Contains("--scan") ? "*" : null);
    }

    /// <summary>The keys that <c>$(redis-cli KEYS p)</c> would put here, or null.</summary>
    public static string? ListedBy(IEnumerable<ShellWord> words) =>
        words.SelectMany(word => word.Substitutions)
            .SelectMany(text => ShellParser.Parse(text).Pipelines)
            .SelectMany(pipeline => pipeline.Commands)
            .Select(ListedBy)
            .FirstOrDefault(pattern => pattern is not null);

    /// <summary>True where a queue keeps jobs, or where the pattern could reach there.</summary>
    public static bool ReachesQueues(string pattern)
    {
        var wild = pattern.IndexOfAny(['*', '?', '[', '\\']);
        var prefix = wild < 0 ? pattern : pattern[..wild];
        return Queues.Any(queue => prefix.StartsWith(queue, StringComparison.Ordinal) || queue.StartsWith(prefix, StringComparison.Ordinal))
            || pattern.Split(':').Any(word => QueueWords.Contains(word, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>True where a key means that somebody holds something, or who somebody is: no cache that fills itself again.</summary>
    public static bool IsHeld(string pattern) =>
        pattern.Split(':', '-', '_', '.').Any(word => Held.Contains(word.Trim('*', '{', '}'), StringComparer.OrdinalIgnoreCase));

    private static string? After(List<string> words, string name) =>
        words.FindIndex(word => string.Equals(word, name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var at && at + 1 < words.Count
            ? words[at + 1]
            : null;
}
