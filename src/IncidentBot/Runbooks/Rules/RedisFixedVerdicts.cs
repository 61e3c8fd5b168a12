namespace IncidentBot.Runbooks.Rules;

/// <summary>Redis commands whose arguments do not matter.</summary>
internal static class RedisFixedVerdicts
{
    public static IReadOnlyList<(string[] Names, Verdict Verdict)> All { get; } =
    [
        (
            ["FLUSHALL", "FLUSHDB"],
            Verdict.Refused("a cache: /redis clear-cache with its pattern", "It removes everything, queues and sessions included, for good.")),
        (["SHUTDOWN"], Verdict.Refused(
            "stopped by a person through the service manager, after /redis persistence",
            "It stops the server for everybody; with NOSAVE, what is not on disk is lost for good.")),
        (["DEBUG"], Verdict.Refused("not done", "DEBUG stops, crashes or rewrites a live server.")),
        (["SWAPDB"], Verdict.Refused("not done", "It exchanges the data of two databases under the feet of every client.")),
        (["BGREWRITEAOF"], Verdict.Manual(
            "started by a person after a look at memory; watch it with /redis persistence",
            "The server forks: without memory and disk to spare, the rewrite fails.")),
        (["FAILOVER", "PSYNC", "SYNC"], Verdict.Manual(
            "/redis standby first, then /redis promote-standby or /redis failover",
            "A former master drops what it accepted alone: role and offsets come first.")),
        (["ACL"], Verdict.Manual("done by a person", "No action looks at users or changes them.")),
        (["MODULE", "MIGRATE", "PFDEBUG", "READONLY", "READWRITE", "ASKING", "RESET"], Verdict.Manual("done by a person", "No action does this.")),
        (
            ["WAIT", "WAITAOF"],
            Verdict.Manual("read /redis replication instead", "On a new connection it waits for nothing: it only counts that connection's own writes.")),
        (["SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE", "XREAD", "XREADGROUP"], Verdict.Manual("watched by a person", "It streams without end and shows payloads.")),
        (["PUBLISH", "SPUBLISH"], Verdict.Manual("done by a person who knows the subscribers", "Whoever listens acts on it, and it cannot be taken back.")),
        (["PUBSUB", "COMMAND"], Verdict.Manual("read by a person", "No action shows this.") with { IsHarmless = true }),
        (
            ["AUTH", "HELLO", "SELECT", "QUIT", "EXIT", "ECHO", "TIME", "MULTI", "EXEC", "DISCARD", "WATCH", "UNWATCH", "HELP", "CLEAR"],
            Verdict.Nothing("It is about the connection only; address, user and database come from configuration.")),
        (
            ["SORT", "SORT_RO", "SINTER", "SUNION", "SDIFF", "ZUNION", "ZINTER", "ZDIFF", "GEOSEARCH", "GEORADIUS"],
            Verdict.Manual("done by a person who knows how large the keys are", "It can block every other client for as long as it computes.")),
        (
            ["JSON.GET", "FT.INFO", "FT.SEARCH", "TS.GET", "TS.RANGE", "BF.EXISTS"],
            Verdict.Manual("read by a person", "No action reads the data of modules.") with { IsHarmless = true }),
    ];
}
