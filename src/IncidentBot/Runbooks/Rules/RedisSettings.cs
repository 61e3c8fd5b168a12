namespace IncidentBot.Runbooks.Rules;

/// <summary>Lines of redis.conf, which people put into a block of commands: settings to be reviewed, not programs.</summary>
internal static class RedisSettings
{
    /// <summary>Directives whose names nothing else has.</summary>
    private static readonly HashSet<string> Names =
    [
        "maxmemory", "maxclients", "appendonly", "appendfsync", "appendfilename", "appenddirname", "dbfilename", "requirepass", "masterauth", "masteruser",
        "replicaof", "slaveof", "unixsocket", "unixsocketperm", "daemonize", "supervised", "pidfile", "loglevel", "logfile", "databases", "aclfile",
        "loadmodule", "hz", "activedefrag", "activerehashing", "rdbcompression", "rdbchecksum", "save", "dir", "bind", "port", "user", "sentinel",
    ];

    private static readonly string[] Prefixes =
    [
        "rename-", "maxmemory-", "protected-", "tcp-", "tls-", "replica-", "slave-", "repl-", "min-replicas-", "min-slaves-", "no-appendfsync-",
        "auto-aof-", "aof-", "lua-", "busy-", "cluster-", "slowlog-", "latency-", "notify-keyspace-", "client-output-", "client-query-", "io-threads",
        "lazyfree-", "active-", "hash-max-", "list-max-", "list-compress-", "set-max-", "zset-max-", "stream-node-", "stop-writes-", "rdb-", "dynamic-hz",
        "proto-max-", "jemalloc-", "enable-", "acllog-", "tracking-table-", "oom-score-",
    ];

    public static bool Is(string line) =>
        line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is [var name, _, ..]
        && (Names.Contains(name) || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));

    public static Verdict Read(string line) => line.StartsWith("rename-command", StringComparison.Ordinal)
        ? Verdict.Manual(
            "reviewed by a person and brought in through the usual deployment",
            "It is a setting that takes a command away from everybody, to protect the data.")
        : ProgramText.Settings(line);
}
