namespace IncidentBot.Runbooks.Rules;

/// <summary>Programs that come with Redis, other than its client.</summary>
internal sealed class RedisTools : ICommandFamily
{
    public IReadOnlyList<string> Programs { get; } = ["redis-check-aof", "redis-check-rdb", "redis-server", "redis-sentinel", "redis-benchmark", "redis-shake", "redis-dump", "valkey-server", "memtier_benchmark"];

    public Verdict Read(Invocation call, Rulebook rules) => call.Program switch
    {
        "redis-check-aof" when call.Has("--fix") => Verdict.Manual("dry run first, without --fix; then a copy of the whole folder; a replica or an RDB file before --fix, which a person runs with the loss in view", "--fix cuts the file at the first fault: everything written after it is lost. Since Redis 7 the file to name is appendonlydir/appendonly.aof.manifest, and a merely truncated end mends itself at start."),
        "redis-check-aof" => Verdict.Manual("run by a person on the Redis host, on appendonlydir/appendonly.aof.manifest since Redis 7", "It says up to which byte the file is good; what follows would be lost by --fix."),
        "redis-check-rdb" => Verdict.Manual("run by a person on the Redis host", "It reads the snapshot and says whether it is whole."),
        "redis-benchmark" or "memtier_benchmark" => Verdict.Refused("/redis latency", "It loads a server that is in trouble already, and writes keys of its own."),
        "redis-server" or "redis-sentinel" or "valkey-server" when call.Has("--version", "-v") => Verdict.Nothing("It only tells its version; /redis info shows that of the running server."),
        "redis-server" or "redis-sentinel" or "valkey-server" => Verdict.Manual("started by a person through the service manager", "Started by hand it runs as whoever types it, beside or instead of the supervised one, and perhaps on an empty folder."),
        _ => Verdict.Manual("done by a person", "It copies the whole data set; where to and under whose rights is not for the bot to say."),
    };
}
