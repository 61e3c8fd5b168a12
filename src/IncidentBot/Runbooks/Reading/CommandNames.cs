namespace IncidentBot.Runbooks.Reading;

/// <summary>Which names of programs and of Redis commands are words as well, so that a name alone does not make a command.</summary>
internal static class CommandNames
{
    private static readonly HashSet<string> Words =
    [
        "alias", "ansible", "break", "brew", "bullmq", "bun", "case", "celery", "column", "comm", "command", "consul", "continue", "cut", "date",
        "declare", "deno", "diff", "docker", "echo", "env", "eval", "exec", "exit", "expect", "export", "false", "file", "find", "flask", "flower",
        "flux", "fly", "fold", "free", "git", "go", "halt", "hash", "head", "helm", "history", "host", "http", "https", "id", "in", "install", "ip",
        "java", "jobs", "join", "just", "kill", "kubectl", "last", "less", "let", "link", "local", "lua", "make", "man", "mix", "monit", "more",
        "mount", "nice", "node", "npm", "paste", "perf", "php", "ping", "postgres", "printf", "puma", "python", "read", "readonly", "reboot",
        "redis-server", "render", "resque", "return", "route", "rq", "ruby", "script", "service", "set", "shift", "shutdown", "sidekiq", "sleep",
        "snap", "sort", "source", "split", "stat", "strings", "sv", "tail", "task", "tee", "terraform", "test", "time", "top", "touch", "trap",
        "tree", "true", "type", "unicorn", "users", "vault", "w", "wait", "watch", "which", "who", "yarn",
    ];

    private static readonly HashSet<string> RedisAlone =
    [
        "bgrewriteaof", "bgsave", "bitcount", "dbsize", "decr", "del", "eval", "evalsha", "flushall", "flushdb", "hdel", "hget", "hgetall", "hlen",
        "hmget", "hset", "incr", "llen", "lmove", "lpop", "lpush", "lrange", "lrem", "ltrim", "mget", "mset", "pexpire", "psetex", "pttl", "pubsub",
        "replicaof", "rpop", "rpoplpush", "rpush", "sadd", "scard", "setex", "setnx", "sismember", "slaveof", "slowlog", "smembers", "srem",
        "swapdb", "ttl", "unlink", "xdel", "xgroup", "xinfo", "xlen", "xrange", "xtrim", "zadd", "zcard", "zcount", "zrange", "zrangebyscore",
        "zrem", "zremrangebyrank", "zremrangebyscore",
    ];

    /// <summary>A program whose name people write in code marks for something else too: <c>exit code</c>.</summary>
    public static bool IsWord(string program) => Words.Contains(program);

    /// <summary>A command of Redis that is no word, so that it is known in small letters.</summary>
    public static bool IsOfRedisAlone(string name) => RedisAlone.Contains(name);
}
