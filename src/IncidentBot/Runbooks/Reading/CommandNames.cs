namespace IncidentBot.Runbooks.Reading;

/// <summary>Which names of programs and of Redis commands are words as well, so that a name alone does not make a command.</summary>
internal static class CommandNames
{
    private static readonly HashSet<string> Words =
    [
        "alias", "ansible", "break", "brew", "bullmq", "bun", "case", "celery", "column", "comm", "command", "consul", "continue", "cut", "dash", "date",
        "declare", "deno", "diff", "docker", "echo", "env", "eval", "exec", "exit", "expect", "export", "false", "file", "find", "fish", "flask", "flower",
        "flux", "fly", "fold", "free", "git", "go", "halt", "hash", "head", "helm", "history", "host", "http", "https", "id", "in", "install", "ip",
        "java", "jobs", "join", "just", "kill", "kubectl", "last", "less", "let", "link", "local", "lua", "make", "man", "mix", "monit", "more",
        "mount", "nice", "node", "npm", "paste", "perf", "php", "ping", "postgres", "printf", "puma", "python", "read", "readonly", "reboot",
        "redis-server", "render", "resque", "return", "route", "rq", "ruby", "script", "service", "set", "shift", "shutdown", "sidekiq", "sleep",
        "snap", "sort", "source", "split", "stat", "strings", "sv", "tail", "task", "tee", "terraform", "test", "time", "top", "touch", "trap",
        "tree", "true", "type", "unicorn", "users", "vault", "w", "wait", "watch", "which", "who", "yarn",
    ];

    private static readonly HashSet<string> RedisAlone =
    [
        "bgrewriteaof", "bgsave", "bitcount", "dbsize", "decr", "decrby", "del", "eval", "evalsha", "expireat", "fcall", "flushall", "flushdb",
        "getdel", "getset", "hdel", "hget", "hgetall", "hincrby", "hlen", "hmget", "hmset", "hset", "incr", "incrby", "lindex", "linsert", "llen",
        "lmove", "lpop", "lpush", "lrange", "lrem", "ltrim", "mget", "mset", "pexpire", "psetex", "pttl", "pubsub", "replicaof", "rpop", "rpoplpush",
        "rpush", "sadd", "scard", "setex", "setnx", "sismember", "slaveof", "slowlog", "smembers", "spop", "srem", "sscan", "swapdb", "ttl", "unlink",
        "xdel", "xgroup", "xinfo", "xlen", "xrange", "xtrim", "zadd", "zcard", "zcount", "zrange", "zrangebyscore", "zrem", "zremrangebyrank",
        "zremrangebyscore",
    ];

    /// <summary>Commands of Redis whose first word is a word of its own, with the words that make it one of them.</summary>
    private static readonly Dictionary<string, HashSet<string>> Subcommands = new()
    {
        ["acl"] = ["cat", "deluser", "dryrun", "genpass", "getuser", "list", "load", "log", "save", "setuser", "users", "whoami"],
        ["client"] = ["kill", "list", "no-evict", "pause", "reply", "setname", "tracking", "unblock", "unpause"],
        ["cluster"] =
        [
            "addslots", "bumpepoch", "delslots", "failover", "flushslots", "forget", "info", "meet", "nodes", "replicate", "reset", "saveconfig",
            "setslot", "shards", "slots",
        ],
        ["config"] = ["get", "resetstat", "rewrite", "set"],
        ["debug"] = ["object", "reload", "segfault", "sleep"],
        ["function"] = ["delete", "dump", "flush", "kill", "list", "load", "restore", "stats"],
        ["info"] =
        [
            "all", "clients", "commandstats", "cpu", "errorstats", "everything", "keyspace", "memory", "persistence", "replication", "server", "stats",
        ],
        ["keys"] = ["*"],
        ["latency"] = ["doctor", "graph", "histogram", "history", "latest", "reset"],
        ["memory"] = ["doctor", "malloc-stats", "purge", "stats", "usage"],
        ["module"] = ["list", "load", "loadex", "unload"],
        ["object"] = ["encoding", "freq", "idletime", "refcount"],
        ["script"] = ["exists", "flush", "kill", "load"],
        ["sentinel"] =
        [
            "ckquorum", "failover", "flushconfig", "get-master-addr-by-name", "master", "masters", "monitor", "remove", "replicas", "reset",
            "sentinels", "set", "slaves",
        ],
    };

    /// <summary>A program whose name people write in code marks for something else too: <c>exit code</c>.</summary>
    public static bool IsWord(string program) => Words.Contains(program);

    /// <summary>A command of Redis that is no word, so that it is known in small letters.</summary>
    public static bool IsOfRedisAlone(IReadOnlyList<string> words) => RedisAlone.Contains(words[0])
        || (words.Count > 1 && Subcommands.GetValueOrDefault(words[0]) is { } known && known.Contains(words[1]));
}
