using System.Text.RegularExpressions;

namespace IncidentBot.Hosts.Actions;

/// <summary>Which lines of a log matter. Redis' own are known by their words; of others, those that name an error.</summary>
internal static partial class LogLines
{
    private static readonly (string Words, string Meaning)[] Known =
    [
        ("Bad file format reading the append only file", "the append-only file is damaged and Redis does not start: /host aof-check"),
        ("Unexpected end of file reading the append only file", "the append-only file ends in the middle: Redis cuts it there when aof-load-truncated is yes"),
        ("Truncating the AOF", "Redis has cut the end off its append-only file"),
        ("Can't open or create append-only", "Redis cannot write its append-only file"),
        ("No space left on device", "the disk is full"),
        ("Background saving error", "the last snapshot failed; Redis refuses writes (MISCONF) until one succeeds"),
        ("Can't save in background", "Redis could not fork for a snapshot: too little memory"),
        ("Failed opening the temp RDB file", "Redis may not write into its directory"),
        ("Write error saving DB on disk", "the disk is full or failing"),
        ("Asynchronous AOF fsync is taking too long", "the disk is too slow for the append-only file"),
        ("Out Of Memory allocating", "Redis got no memory from the system and ends"),
        ("max number of clients reached", "clients are turned away: maxclients is reached"),
        ("crashed by signal", "Redis crashed; the lines below are its report"),
        ("REDIS BUG REPORT START", "Redis crashed; the lines below are its report"),
        ("Wrong signature trying to load DB from file", "the snapshot file is no snapshot"),
        ("Short read or OOM loading DB", "the snapshot file is damaged"),
        ("MASTER aborted replication", "the master does not replicate to this one"),
        ("Timeout connecting to the MASTER", "the master cannot be reached"),
        ("Connection with master lost", "the link to the master broke"),
        ("overcommit_memory", "the host may refuse memory for a snapshot: vm.overcommit_memory"),
        ("Address already in use", "something else listens on its port"),
        ("Possible SECURITY ATTACK", "something that speaks HTTP talks to Redis"),
    ];

    /// <returns>Null for a line like any other.</returns>
    public static string? WhyItMatters(string line)
    {
        foreach (var (words, meaning) in Known)
        {
            if (line.Contains(words, StringComparison.OrdinalIgnoreCase))
            {
                return meaning;
            }
        }

        return RedisWarning().IsMatch(line) ? "Redis marks it as a warning"
            : Trouble().IsMatch(line) ? "it names an error"
            : null;
    }

    /// <summary><c>812:M 22 Nov 2026 09:00:01.123 # text</c>. At every start Redis warns of settings and greets in the same level.</summary>
    [GeneratedRegex(@"^\d+:[A-Z] \d+ \w+ (?:\d+ )?[\d:.]+ # (?!(?:Server initialized|Redis version|oO0Oo|Configuration loaded|User "
        + @"requested shutdown|Redis is now ready to exit))")]
    private static partial Regex RedisWarning();

    [GeneratedRegex(
        @"\b(?:error|errors|fatal|panic|critical|exception|traceback|unhandled|segfault|ECONNREFUSED|ETIMEDOUT|OOM)\b|\w+(?:Error|Exception):",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Trouble();
}
