using System.Text.RegularExpressions;

namespace IncidentBot.Runbooks.Rules;

/// <summary>Sentences that tell a person to do something. They stay with the person; some get the safe way said.</summary>
internal static partial class Instructions
{
    public static Verdict ForAPerson { get; } = Verdict.Manual("done by a person, who marks it done", "It is a sentence for a person and names no command.");

    private static readonly (Func<string, bool> Means, string Becomes, string Why)[] Table =
    [
        (
            Eviction().IsMatch,
            "keep noeviction; /redis memory, then raise maxmemory within the host's memory, in redis.conf too",
            "Eviction destroys queues: it removes jobs and waiting lists, or the locks of running jobs, which then run twice. "
                + "A change of redis.conf alone needs a restart."),
        (
            Memory().IsMatch,
            "/redis memory, then /redis set-maxmemory within the host's memory; in redis.conf too",
            "Beyond the host's memory the kernel kills Redis. A change of redis.conf alone needs a restart."),
        (Flushes, "a cache: /redis clear-cache with its pattern", "Flushing removes everything, queues and sessions included, for good."),
        (
            AppendFile().IsMatch,
            "/host aof-check first; a replica or a snapshot before /host aof-fix, which keeps a copy",
            "A repair cuts the file at the first fault: what was written after it is lost."),
        (
            Standby().IsMatch,
            "/redis standby first: role and offsets; then /redis promote-standby, and /redis return-to-primary for the way back",
            "A replica that is behind has not got the last writes, and a former master drops what it accepted alone."),
        (
            StopRedis().IsMatch,
            "by a person through the service manager, after /redis persistence",
            "Redis refuses to stop while it cannot save, and what is not on disk is lost."),
        (
            Requeue().IsMatch,
            "/queue retry-failed or /rq requeue, after a look at why the jobs failed: /queue jobs, /rq failed",
            "A job that did part of its work does it again; jobs that must not run twice are left out."),
        (Restore().IsMatch, "by a person, onto a copy first", "What came after the backup is lost; keep what is there now."),
        (Logs().IsMatch, "/host log or /host logs, where it is configured; else by a person on the host", "Which file or unit it is, is not in the runbook."),
        (Metrics().IsMatch, "/redis diagnose for Redis, /host metrics for its host", "It names no command."),
    ];

    public static Verdict Read(string text)
    {
        foreach (var (means, becomes, why) in Table)
        {
            if (means(text))
            {
                return Verdict.Manual(becomes, why);
            }
        }

        return ForAPerson;
    }

    [GeneratedRegex(@"\bevict|maxmemory-policy|\ballkeys", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Eviction();

    [GeneratedRegex(@"\b(?:increase|raise|scale|upgrade|update)\b.*\b(?:memory|maxmemory|node type|resources)\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Memory();

    /// <summary>Logs, buffers and caches of names are flushed too: then one of these words follows in the line.</summary>
    private static bool Flushes(string text)
    {
        var flushes = false;
        foreach (Match word in FlushOrOther().Matches(text))
        {
            if (flushes && word.Value == "\n")
            {
                return true;
            }

            flushes = word.Value.StartsWith("flush", StringComparison.OrdinalIgnoreCase);
        }

        return flushes;
    }

    [GeneratedRegex(@"\bflush(?:all|db)?\b|\b(?:log|dns|buffer)|\n", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex FlushOrOther();

    [GeneratedRegex(@"\b(?:aof|append-?only)\b.*\b(?:fix|repair|corrupt)|\b(?:fix|repair)\b.*\b(?:aof|append-?only)",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex AppendFile();

    [GeneratedRegex(@"\b(?:switch|redirect|promote|fail(?:ing)?[ -]?over)\b.*\b(?:standby|replica|primary|master|secondary|instance)",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Standby();

    [GeneratedRegex(@"\b(?:re)?(?:stop|start|boot)\w*\b.*\bredis\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex StopRedis();

    [GeneratedRegex(
        @"\b(?:requeue|re-queue|retry|replay|rerun|re-run)\b.*\b(?:jobs?|tasks?|messages?)\b|\b(?:jobs?|tasks?)\b.*\b(?:requeue|retried|retry)",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Requeue();

    [GeneratedRegex(@"\brestor\w*\b.*\b(?:backup|snapshot|dump)|\bfrom backup", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Restore();

    [GeneratedRegex(@"\blogs?\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Logs();

    [GeneratedRegex(@"\b(?:cpu|memory usage|metrics|network i/o|bottleneck)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Metrics();
}
