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
        new Named("redis.ping"), new Named("redis.diagnose"), new Named("redis.clients"), new Named("redis.memory"), new Named("redis.persistence"), new Named("redis.replication"), new Named("redis.slowlog"), new Named("redis.latency"),
        new Named("redis.info", new ActionParameter("section", "the section", "server") { Choices = ["server", "stats", "commandstats", "keyspace", "cpu"] }),
        new Named("redis.clear-cache", new ActionParameter("pattern", "the cache", "rl:*") { Required = true }),
        new Named("redis.kill-client", new ActionParameter("client", "the id", "42") { Required = true, Check = value => char.IsAsciiDigit(value[0]) ? null : "is no id." }),
    ]);

    public static RunbookChecker Checker { get; } = new(Catalogue);

    public static RunbookReport Check(string markdown) => Checker.Check(new RunbookText(markdown));

    public static IReadOnlyList<RunbookStep> Shell(string script) => Check($"# T\n\n## Diagnosis\n\n````bash\n{script}\n````\n").Steps;

    public static Verdict Command(string script) => new Rulebook(Catalogue).ReadPipeline(Assert.Single(ShellParser.Parse(script).Pipelines));

    private sealed class Named(string id, params ActionParameter[] parameters) : IObserveAction
    {
        public ActionDefinition Definition { get; } = new(new ActionId(id), Risk.Observe, id) { Parameters = parameters };

        public Task<ActionReport> ReadAsync(ActionCall call, CancellationToken ct) => throw new NotSupportedException("Checking a runbook runs nothing.");
    }
}
