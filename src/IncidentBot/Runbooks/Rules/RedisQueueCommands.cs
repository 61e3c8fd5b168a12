using System.Text.RegularExpressions;
using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Rules;

/// <summary>Commands on single keys, with what is peculiar about the keys of BullMQ, RQ, Sidekiq and Celery.</summary>
internal static partial class RedisQueueCommands
{
    public static IReadOnlyList<string> Reads { get; } =
    [
        "GET", "MGET", "STRLEN", "GETRANGE", "EXISTS", "TYPE", "TTL", "PTTL", "EXPIRETIME", "OBJECT", "DUMP", "RANDOMKEY", "HGET", "HMGET", "HGETALL", "HKEYS", "HVALS", "HLEN", "HEXISTS", "HSCAN",
        "LLEN", "LRANGE", "LINDEX", "LPOS", "SCARD", "SMEMBERS", "SISMEMBER", "SSCAN", "SRANDMEMBER", "ZCARD", "ZCOUNT", "ZRANGE", "ZRANGEBYSCORE", "ZREVRANGE", "ZREVRANGEBYSCORE", "ZSCORE", "ZRANK", "ZSCAN",
        "XLEN", "XRANGE", "XREVRANGE", "XINFO", "XPENDING", "PFCOUNT", "GETBIT", "BITCOUNT",
    ];

    public static IReadOnlyList<string> Writes { get; } =
    [
        "SET", "SETEX", "PSETEX", "SETNX", "MSET", "APPEND", "INCR", "INCRBY", "DECR", "DECRBY", "GETSET", "GETDEL", "GETEX", "EXPIRE", "PEXPIRE", "EXPIREAT", "PERSIST", "RENAME", "RENAMENX", "COPY", "MOVE", "RESTORE",
        "HSET", "HMSET", "HSETNX", "HDEL", "HINCRBY", "LPUSH", "RPUSH", "LPUSHX", "RPUSHX", "LPOP", "RPOP", "LREM", "LSET", "LINSERT", "LMOVE", "RPOPLPUSH", "BLPOP", "BRPOP", "BLMOVE", "BRPOPLPUSH",
        "SADD", "SREM", "SPOP", "SMOVE", "ZADD", "ZREM", "ZINCRBY", "ZPOPMIN", "ZPOPMAX", "XADD", "XDEL", "XTRIM", "XACK", "XCLAIM", "XAUTOCLAIM", "XGROUP", "PFADD", "SETBIT", "SETRANGE",
    ];

    public static Verdict Read(IReadOnlyList<ShellWord> words)
    {
        var (name, key) = (words[0].Value.ToUpperInvariant(), RedisCommands.Sub(words, 1).ToLowerInvariant());
        return Verdict.Manual("read by a person", key switch
        {
            _ when StalledSet().IsMatch(key) => "This set names candidates for the next check, not stalled jobs: it is empty when no worker runs, which is just when jobs are stalled. Stalled is a job in active without a lock.",
            _ when DelayedSet().IsMatch(key) && name.StartsWith("ZRANGEBYSCORE", StringComparison.Ordinal) => "BullMQ's scores are milliseconds times 4096, so a range that ends at the present time is always empty. Overdue is every score below (now + 1) * 4096.",
            _ when ActiveList().IsMatch(key) => "The list may be long and does not say which jobs are alive. A job in active without a lock is stalled.",
            _ when WaitList().IsMatch(key) => "A misspelt queue also has length 0, and paused, prioritized and delayed jobs are elsewhere: 0 alone does not mean healthy. Look at whether jobs complete, too.",
            _ when FinishedSet().IsMatch(key) && name is "LLEN" or "LRANGE" => "Where this is a sorted set, as with BullMQ, the reply is WRONGTYPE. ZCARD counts it.",
            _ when KeyPatterns.ReachesQueues(key) && key.Length > 0 => "Queues have no action of their own yet. One key shows one side of a queue; look at all its states together.",
            _ => "No action reads single keys: what is in them may be anybody's data.",
        }) with
        { IsHarmless = true };
    }

    public static Verdict Trim(IReadOnlyList<ShellWord> words) => FinishedSet().IsMatch(RedisCommands.Sub(words, 1).ToLowerInvariant())
        ? words[0].Value.Equals("LTRIM", StringComparison.OrdinalIgnoreCase)
            ? Verdict.Manual("clean finished jobs by age, 500 at a time, with BullMQ's own Queue.clean", "The key is a sorted set in every version of BullMQ: the reply is WRONGTYPE, and redis-cli reports success all the same. On a list it would leave the jobs themselves behind.")
            : Verdict.Manual("clean finished jobs by age, 500 at a time, with the queue's own means", "It removes ids and leaves the jobs' own keys behind, which is where the memory is.")
        : Write(words);

    public static Verdict Write(IReadOnlyList<ShellWord> words) => KeyPatterns.ReachesQueues(RedisCommands.Sub(words, 1).ToLowerInvariant()) && words.Count > 1 && !words[1].IsOpen
        ? Verdict.Manual("done with the queue's own means: retry, requeue, promote, clean, pause", "A job is in several keys at once. Changing one of them by hand leaves ghosts, or jobs that no worker is told about.")
        : Verdict.Manual("done by a person who noted the old value", "No action changes single keys: what was there before cannot be brought back.");

    [GeneratedRegex("^bull:.*:stalled$")]
    private static partial Regex StalledSet();

    [GeneratedRegex("^bull:.*:delayed$")]
    private static partial Regex DelayedSet();

    [GeneratedRegex("^bull:.*:active$")]
    private static partial Regex ActiveList();

    [GeneratedRegex("^bull:.*:(?:wait|waiting|paused)$")]
    private static partial Regex WaitList();

    [GeneratedRegex("^bull:.*:(?:completed|failed)$|^rq:(?:failed|finished):")]
    private static partial Regex FinishedSet();
}
