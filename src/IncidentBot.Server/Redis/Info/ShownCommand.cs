using System.Buffers;
using System.Text;
using IncidentBot.Words;

namespace IncidentBot.Redis.Info;

/// <summary>
/// A command that somebody else has sent, as far as everybody may read it: its name, the group of its key, and how many words more there were. Values,
/// scripts and whole keys are other people's data: whoever can read a channel would read the ids of sessions.
/// </summary>
internal static class ShownCommand
{
    private const int LongestName = 24;

    /// <summary>Commands whose first argument is a key. Of any other one, EVAL or PUBLISH for example, only the name is shown.</summary>
    private static readonly HashSet<string> KeyFirst = new(StringComparer.OrdinalIgnoreCase)
    {
        "append", "decr", "decrby", "del", "exists", "expire", "expireat", "get", "getdel", "getex", "getrange", "getset", "hdel", "hexists", "hget", "hgetall",
        "hincrby", "hkeys", "hlen", "hmget", "hmset", "hscan", "hset", "hsetnx", "hvals", "incr",
        "incrby", "incrbyfloat", "lindex", "linsert", "llen", "lmove", "lpop",
        "lpush", "lrange", "lrem", "lset", "ltrim", "mget", "mset", "persist", "pexpire", "pexpireat",
        "psetex", "pttl", "rename", "rpop", "rpoplpush", "rpush", "sadd",
        "scard", "set", "setex", "setnx", "setrange", "sismember", "smembers", "spop", "srem", "sscan",
        "strlen", "ttl", "type", "unlink", "xack", "xadd", "xlen", "xrange",
        "xtrim", "zadd", "zcard", "zcount", "zincrby", "zpopmin", "zrange", "zrangebyscore", "zrank",
        "zrem", "zremrangebyscore", "zscan", "zscore", "blpop", "brpop",
        "brpoplpush", "bzpopmin",
    };

    /// <summary>Their second word says what they do.</summary>
    private static readonly HashSet<string> Families = new(StringComparer.OrdinalIgnoreCase)
    {
        "acl", "client", "cluster", "command", "config", "debug", "function", "latency", "memory", "module", "object", "pubsub", "script", "slowlog", "xgroup",
        "xinfo",
    };

    private static readonly SearchValues<char> OfWords = SearchValues.Create("abcdefghijklmnopqrstuvwxyz-_.:");

    public static bool TakesAKeyFirst(string name) => KeyFirst.Contains(name);

    public static string Of(IReadOnlyList<string> words)
    {
        var name = words.Count > 0 ? OneLine.Of(words[0], LongestName) : "?";
        var second = words.Count < 2 ? null
            : KeyFirst.Contains(name) ? Key(words[1])
            : Families.Contains(name) && words[1].All(char.IsAsciiLetter) ? OneLine.Of(words[1], LongestName)
            : name.Equals("keys", StringComparison.OrdinalIgnoreCase) ? Pattern(words[1])
            : null;
        var left = words.Count - (second is null ? 1 : 2);
        return $"{name}{(second is null ? "" : $" {second}")}{(left > 0 ? $" (+{left})" : "")}";
    }

    /// <summary>
    /// Whole where it is plainly of words that a programmer chose, such as <c>feed:global</c>: a finding names the one key that is the
    /// cause. Of others the group, or the beginning where there is none.
    /// </summary>
    public static string Key(string key) =>
        key.Length <= LongestName && !key.AsSpan().ContainsAnyExcept(OfWords) ? key
        : key.Contains(':', StringComparison.Ordinal) ? KeyPrefix.Of(Encoding.UTF8.GetBytes(key))
        : $"{OneLine.Of(Printable.Marked(key.Length > 4 ? key[..4] : ""))}…";

    private static string Pattern(string pattern) => pattern.Contains(':', StringComparison.Ordinal) ? Key(pattern) : OneLine.Of(pattern, LongestName);
}
