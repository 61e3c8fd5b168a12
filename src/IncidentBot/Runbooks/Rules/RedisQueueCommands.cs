using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Rules;

/// <summary>Commands on single keys, with what is peculiar about the keys of BullMQ, RQ, Sidekiq and Celery.</summary>
internal sealed class RedisQueueCommands(BullMqRules bullMq, RqRules rq)
{
    public static IReadOnlyList<string> Reads { get; } =
    [
        "GET", "MGET", "STRLEN", "GETRANGE", "EXISTS", "TYPE", "TTL", "PTTL", "EXPIRETIME", "OBJECT", "DUMP",
        "RANDOMKEY", "HGET", "HMGET", "HGETALL", "HKEYS", "HVALS", "HLEN", "HEXISTS", "HSCAN",
        "LLEN", "LRANGE", "LINDEX", "LPOS", "SCARD", "SMEMBERS", "SISMEMBER", "SSCAN", "SRANDMEMBER", "ZCARD", "ZCOUNT",
        "ZRANGE", "ZRANGEBYSCORE", "ZREVRANGE", "ZREVRANGEBYSCORE", "ZSCORE", "ZRANK", "ZSCAN",
        "XLEN", "XRANGE", "XREVRANGE", "XINFO", "XPENDING", "PFCOUNT", "GETBIT", "BITCOUNT",
    ];

    /// <summary>Those that show how much there is, of what kind or until when, and nothing of what is in it.</summary>
    private static readonly string[] Sizes =
    [
        "STRLEN", "EXISTS", "TYPE", "TTL", "PTTL", "EXPIRETIME", "OBJECT", "HLEN", "HEXISTS", "LLEN", "SCARD", "SISMEMBER", "ZCARD", "ZCOUNT", "XLEN",
        "PFCOUNT", "BITCOUNT",
    ];

    public static IReadOnlyList<string> Writes { get; } =
    [
        "SET", "SETEX", "PSETEX", "SETNX", "MSET", "APPEND", "INCR", "INCRBY", "DECR", "DECRBY", "GETSET", "GETDEL", "GETEX",
        "EXPIRE", "PEXPIRE", "EXPIREAT", "PERSIST", "RENAME", "RENAMENX", "COPY", "MOVE", "RESTORE",
        "HSET", "HMSET", "HSETNX", "HDEL", "HINCRBY", "LPUSH", "RPUSH", "LPUSHX", "RPUSHX", "LPOP", "RPOP", "LREM",
        "LSET", "LINSERT", "LMOVE", "RPOPLPUSH", "BLPOP", "BRPOP", "BLMOVE", "BRPOPLPUSH",
        "SADD", "SREM", "SPOP", "SMOVE", "ZADD", "ZREM", "ZINCRBY", "ZPOPMIN", "ZPOPMAX", "LTRIM", "ZREMRANGEBYRANK", "ZREMRANGEBYSCORE",
        "XADD", "XDEL", "XTRIM", "XACK", "XCLAIM", "XAUTOCLAIM", "XGROUP", "PFADD", "SETBIT", "SETRANGE",
    ];

    public Verdict Read(IReadOnlyList<ShellWord> words)
    {
        var key = words.Count > 1 ? words[1].Value : "";
        return BullKey.Of(key) is { } bull ? bullMq.Read(words[0].Value.ToUpperInvariant(), bull)
            : key.StartsWith("rq:", StringComparison.Ordinal) && !key.StartsWith("rq:job:", StringComparison.Ordinal) ? rq.Read(key)
            : Verdict.Manual(
                "read by a person",
                key.Length > 0 && KeyPatterns.ReachesQueues(key.ToLowerInvariant())
                    ? "No action reads this kind of queue. One key shows one side of it; look at all its states together."
                    : Sizes.Contains(words[0].Value.ToUpperInvariant())
                    ? "No action reads single keys. It tells how much there is, and nothing of what is in it."
                    : "No action reads single keys: what is in them may be anybody's data.") with
            { IsHarmless = true };
    }

    public Verdict Write(IReadOnlyList<ShellWord> words)
    {
        var key = words.Count > 1 ? words[1].Value : "";
        return BullKey.Of(key) is { } bull ? bullMq.Write(words, bull)
            : key.StartsWith("rq:", StringComparison.Ordinal) ? rq.Write(words, key)
            : key.Length > 0 && !words[1].IsOpen && KeyPatterns.ReachesQueues(key.ToLowerInvariant())
                ? Verdict.Manual(
                    "done with the queue's own means: retry, requeue, promote, clean, pause",
                    "A job is in several keys at once. Changing one of them by hand leaves ghosts, or jobs that no worker is told about.")
                : Verdict.Manual("done by a person who noted the old value", "No action changes single keys: what was there before cannot be brought back.");
    }
}
