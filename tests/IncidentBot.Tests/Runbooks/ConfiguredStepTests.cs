using IncidentBot.Actions;
using IncidentBot.Runbooks;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Runbooks;

/// <summary>What the configuration has for a line is offered, in anybody's runbook.</summary>
public sealed class ConfiguredStepTests
{
    private static readonly RunbookChecker Checker = new(
        new ActionCatalogue(
        [
            new FakeRead("http.check"), new FakeSweep("http.call", Risk.Change), new FakeRead("db.query"), new FakeRead("host.status"),
            new FakeSweep("host.restart", Risk.Change), new FakeRead("host.look"),
        ]),
        new TargetCatalogue([]),
        [
            Step(ConfiguredText.OfRequest("GET", "https://shop.internal/health"), "http.check", "health", "shop"),
            Step(ConfiguredText.OfRequest("POST", "https://shop.internal/cache/warm"), "http.call", "warm", "shop"),
            Step(ConfiguredText.OfQuery("select count(*)\n  from jobs"), "db.query", "jobs", "orders"),
            Step(ConfiguredText.OfService("status", "shop-worker.service"), "host.status", "worker", "app1"),
            Step(ConfiguredText.OfService("restart", "shop-worker"), "host.restart", "worker", "app1"),
            Step(ConfiguredText.OfCommand("kubectl get pods -n shop"), "host.look", "pods", "app1"),
        ]);

    [Theory]
    [InlineData("curl -fsS https://shop.internal/health", "/http check health on shop", Risk.Observe)]
    [InlineData("curl -s 'https://shop.internal/health/?verbose=1' | jq .", "/http check health on shop", Risk.Observe)]
    [InlineData("curl -X POST https://shop.internal/cache/warm", "/http call warm on shop", Risk.Change)]
    [InlineData("psql orders -c 'SELECT count(*) FROM jobs;'", "/db query jobs on orders", Risk.Observe)]
    [InlineData("sudo systemctl status shop-worker", "/host status worker on app1", Risk.Observe)]
    [InlineData("sudo systemctl restart shop-worker.service", "/host restart worker on app1", Risk.Change)]
    [InlineData("kubectl get pods  -n shop", "/host look pods on app1", Risk.Observe)]
    public void It_is_offered_as_that_action(string command, string becomes, Risk risk)
    {
        var step = Read(command);
        Assert.Equal((StepClass.Native, becomes, risk), (step.Class, step.Becomes, step.Risk));
        Assert.True(step.CanRun);
        Assert.Empty(step.Missing);
    }

    [Theory]
    [InlineData("curl -fsS https://other.internal/health")]
    [InlineData("curl -X DELETE https://shop.internal/health")]
    [InlineData("psql orders -c 'SELECT count(*) FROM orders'")]
    [InlineData("sudo systemctl stop shop-worker")]
    [InlineData("kubectl get pods -n other")]
    [InlineData("for w in a b; do curl -X POST https://shop.internal/cache/warm; done")]
    public void Another_one_is_not(string command) => Assert.Null(Read(command).Action);

    private static ConfiguredStep Step(ConfiguredText says, string action, string name, string target) =>
        new(says, new ActionId(action), [name], target, $"Some:{target}:{name}");

    private static RunbookStep Read(string command) => Assert.Single(Checker.Check(new RunbookText($"# T\n\n```bash\n{command}\n```\n")).Steps);
}
