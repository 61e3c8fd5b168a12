namespace IncidentBot.Runbooks.Rules;

/// <summary>Programs that come with Redis, other than its client.</summary>
internal sealed class RedisTools : ICommandFamily
{
    public IReadOnlyList<string> Programs { get; } =
    [
        "redis-check-aof", "redis-check-rdb", "redis-server", "redis-sentinel", "redis-benchmark", "redis-shake", "redis-dump",
        "valkey-server", "memtier_benchmark",
    ];

    public Verdict Read(Invocation call, Rulebook rules) => call.Program switch
    {
        "redis-check-aof" when call.Has("--fix") => rules.Offers.Guarded("host.aof-fix", "--fix cuts the file at the first fault: "
            + "everything written after it is lost. Since Redis 7 the file to name is appendonlydir/appendonly.aof.manifest, "
            + "and a merely truncated end mends itself at start. The action says first how many bytes are at stake, "
            + "and copies the whole folder before it cuts.", "<aof>"),
        "redis-check-aof" => rules.Offers.Guarded(
            "host.aof-check",
            "Since Redis 7 the file to name is appendonlydir/appendonly.aof.manifest. The action finds it, and says up to which byte it is good.",
            "<aof>"),
        "redis-check-rdb" => Verdict.Manual("run by a person on the Redis host", "It reads the snapshot and says whether it is whole."),
        "redis-benchmark" or "memtier_benchmark" =>
            Verdict.Refused("/redis latency", "It loads a server that is in trouble already, and writes keys of its own."),
        "redis-server" or "redis-sentinel" or "valkey-server" when call.Has("--version", "-v") =>
            Verdict.Nothing("It only tells its version; /redis info shows that of the running server."),
        "redis-server" or "redis-sentinel" or "valkey-server" => Verdict.Manual(
            "started by a person through the service manager",
            "Started by hand it runs as whoever types it, beside or instead of the supervised one, and perhaps on an empty folder."),
        _ => Verdict.Manual("done by a person", "It copies the whole data set; where to and under whose rights is not for the bot to say."),
    };
}
