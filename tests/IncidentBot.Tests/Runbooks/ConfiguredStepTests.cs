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
            new FakeSweep("host.restart", Risk.Change), new FakeRead("host.look"), new FakeRead("host.logs"),
        ]),
        new TargetCatalogue([]),
        [
            Step(ConfiguredText.OfRequest("GET", "https://shop.internal/health"), "http.check", "health", "shop"),
            Step(ConfiguredText.OfRequest("POST", "https://shop.internal/cache/warm"), "http.call", "warm", "shop"),
            Step(ConfiguredText.OfQuery("select count(*)\n  from jobs"), "db.query", "jobs", "orders"),
            Step(ConfiguredText.OfQuery("select id from orders where stuck"), "db.query", "stuck-orders", "orders"),
            Step(ConfiguredText.OfService("status", "shop-worker.service"), "host.status", "worker", "app1"),
            Step(ConfiguredText.OfService("restart", "shop-worker"), "host.restart", "worker", "app1"),
            Step(ConfiguredText.OfService("logs", "shop-worker"), "host.logs", "worker", "app1"),
            Step(ConfiguredText.OfService("restart", "redis-server"), "host.restart", "redis", "app1"),
            Step(ConfiguredText.OfService("restart", "mailer"), "host.restart", "mailer", "app1"),
            Step(ConfiguredText.OfService("restart", "mailer"), "host.restart", "mailer", "app2"),
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

    [Theory]
    [InlineData("Check https://shop.internal/health.", "/http check health on shop", Risk.Observe)]
    [InlineData("If orders are slow, open <https://shop.internal/health/> first", "/http check health on shop", Risk.Observe)]
    [InlineData("Send a POST to https://shop.internal/cache/warm", "/http call warm on shop", Risk.Change)]
    [InlineData("Restart the service worker", "/host restart worker on app1", Risk.Change)]
    [InlineData("Then restart the `shop-worker` service on app1.", "/host restart worker on app1", Risk.Change)]
    [InlineData("Restart worker, then wait for two minutes.", "/host restart worker on app1", Risk.Change)]
    [InlineData("Restart the mailer on app2", "/host restart mailer on app2", Risk.Change)]
    [InlineData("Check that the worker is running", "/host status worker on app1", Risk.Observe)]
    [InlineData("Verify the status of shop-worker.service", "/host status worker on app1", Risk.Observe)]
    [InlineData("Look at the logs of the worker", "/host logs worker on app1", Risk.Observe)]
    [InlineData("Check the worker logs for errors", "/host logs worker on app1", Risk.Observe)]
    [InlineData("Run the query stuck-orders", "/db query stuck-orders on orders", Risk.Observe)]
    [InlineData("Run the \"stuck-orders\" query on the orders database", "/db query stuck-orders on orders", Risk.Observe)]
    [InlineData("Run the command pods", "/host look pods on app1", Risk.Observe)]
    public void A_sentence_that_names_it_is_offered_as_that_action(string sentence, string becomes, Risk risk)
    {
        var step = Assert.Single(Told(sentence));
        Assert.Equal((StepClass.Native, becomes, risk), (step.Class, step.Becomes, step.Risk));
        Assert.Empty(step.Missing);
    }

    [Theory]
    [InlineData("Check https://other.internal/health")]
    [InlineData("Delete https://shop.internal/health")]
    [InlineData("Check https://shop.internal/cache/warm")]
    [InlineData("Compare https://shop.internal/health with https://other.internal/health")]
    [InlineData("Do not restart the service worker")]
    [InlineData("Never restart the worker")]
    [InlineData("Restart the worker on staging")]
    [InlineData("Restart the worker nodes")]
    [InlineData("Restart the worker and the scheduler")]
    [InlineData("Restart the mailer")]
    [InlineData("Restart Redis")]
    [InlineData("Stop the worker")]
    [InlineData("Ask before you restart the worker")]
    [InlineData("Run stuck-orders")]
    [InlineData("Run the query stuck-orders-all")]
    [InlineData("Run the pods")]
    public void A_sentence_about_another_thing_is_not(string sentence) => Assert.All(Told(sentence), step => Assert.Null(step.Action));

    private static IReadOnlyList<RunbookStep> Told(string sentence) => Checker.Check(new RunbookText($"# T\n\n1. {sentence}\n")).Steps;

    private static ConfiguredStep Step(ConfiguredText says, string action, string name, string target) =>
        new(says, new ActionId(action), [name], target, $"Some:{target}:{name}");

    private static RunbookStep Read(string command) => Assert.Single(Checker.Check(new RunbookText($"# T\n\n```bash\n{command}\n```\n")).Steps);
}
