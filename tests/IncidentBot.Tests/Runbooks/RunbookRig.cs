using IncidentBot.Actions;
using IncidentBot.Runbooks;
using IncidentBot.Runbooks.Rules;
using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Tests.Runbooks;

/// <summary>A catalogue as the server has it, without a server.</summary>
internal static class RunbookRig
{
    public static ActionCatalogue Catalogue { get; } = new(
    [
        new Named("redis.ping"), new Named("redis.diagnose"), new Named("redis.clients"), new Named("redis.memory"),
        new Named("redis.persistence"), new Named("redis.replication"), new Named("redis.slowlog"), new Named("redis.latency"),
        new Named("redis.activity"), new Named("redis.big-keys"), new Named("redis.idle-clients"),
        new Named("redis.sentinels"), new Named("redis.failover"), new Named("redis.cluster"),
        new Named("redis.cluster-failover", Word("node")), new Named("redis.promote-standby"), new Named("redis.bgsave"),
        new Named("redis.kill-script"),
        new Named("redis.set-maxmemory", Word("size")), new Named("redis.set-maxclients", Word("clients")), new Named("redis.set-policy", Word("policy")),
        new Named("queue.list"), new Named("queue.status", Word("queue")),
        new Named("queue.jobs", Word("queue"), Word("state")), new Named("queue.pause", Word("queue")),
        new Named("queue.resume", Word("queue")),
        new Named("queue.retry-stalled", Word("queue")), new Named("queue.clean", Word("queue"), Word("state"), Word("older-than")),
        new Named("rq.list"), new Named("rq.status", Word("queue")), new Named("rq.failed", Word("queue")), new Named("rq.workers"),
        new Named("rq.requeue", Word("queue"), Word("job")), new Named("rq.suspend"), new Named("rq.resume"),
        new Named("host.aof-check", Word("aof")), new Named("host.aof-fix", Word("aof")),
        new Named("redis.info", new Parameter("section", "the section", "server") { Choices = ["server", "stats", "commandstats", "keyspace", "cpu"] }),
        new Named("redis.clear-cache", new Parameter("pattern", "the cache", "rl:*") { Required = true }),
        new Named(
            "redis.kill-client",
            new Parameter("client", "the id", "42") { Required = true, Check = value => char.IsAsciiDigit(value[0]) ? null : "is no id." }),
    ]);

    public static RunbookChecker Checker { get; } = new(Catalogue, new TargetCatalogue([]));

    public static RunbookReport Check(string markdown) => Checker.Check(new RunbookText(markdown));

    public static IReadOnlyList<RunbookStep> Shell(string script) => Check($"# T\n\n## Diagnosis\n\n````bash\n{script}\n````\n").Steps;

    public static Verdict Command(string script) =>
        new Rulebook(Catalogue, new TargetCatalogue([]), []).ReadPipeline(Assert.Single(ShellParser.Parse(script).Pipelines));

    /// <summary>A block without a language, under a heading.</summary>
    public static IReadOnlyList<RunbookStep> Fence(string text, string language = "") =>
        Check($"# T\n\n## Diagnosis\n\n````{language}\n{text}\n````\n").Steps;

    private static Parameter Word(string name) => new(name, name, name) { Required = true };

    private sealed class Named(string id, params Parameter[] parameters) : IObserveAction
    {
        public ActionDefinition Definition { get; } = new(new ActionId(id), Risk.Observe, id) { Parameters = parameters };

        public Task<ActionReport> ReadAsync(ActionCall call, CancellationToken ct) => throw new NotSupportedException("Checking a runbook runs nothing.");
    }
}
