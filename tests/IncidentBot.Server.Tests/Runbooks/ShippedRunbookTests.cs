using IncidentBot.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Runbooks.Matching;
using IncidentBot.Support;

namespace IncidentBot.Runbooks;

/// <summary>The runbooks that come with the bot, against the actions that come with it.</summary>
public sealed class ShippedRunbookTests
{
    [Fact]
    public async Task They_are_beside_the_binary_and_nothing_in_them_is_unknown_or_wrong()
    {
        await using var bot = await BotHost.StartAsync("redis://127.0.0.1:1");

        var shelf = await bot.Get<RunbookLibrary>().OpenAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["redis-outage-rq", "redis-recovery"], shelf.Runbooks.Select(runbook => runbook.Id));
        Assert.Empty(shelf.Faults);
        Assert.All(shelf.Runbooks, runbook =>
        {
            Assert.DoesNotContain(runbook.Steps, step => step.Class is StepClass.Unknown or StepClass.Refused);
            Assert.Equal(3, runbook.Severities.Count);
            Assert.NotEmpty(runbook.Services);
            Assert.NotEmpty(runbook.Checks);
            Assert.Equal(
                [RunbookStage.Assessment, RunbookStage.Mitigation, RunbookStage.Verification, RunbookStage.Prevention],
                runbook.Steps.Select(step => step.Stage)
                    .Distinct()
                    .Intersect([RunbookStage.Assessment, RunbookStage.Mitigation, RunbookStage.Verification, RunbookStage.Prevention])
                    .Order());
        });
    }

    [Theory]
    [InlineData("(error) OOM command not allowed when used memory > 'maxmemory'.", "Memory exhaustion")]
    [InlineData("Error: connect ECONNREFUSED 10.0.0.1:6379", "Connection problems")]
    [InlineData("connect ETIMEDOUT", "Connection problems")]
    [InlineData("ERR max number of clients reached", "Connection problems")]
    [InlineData("LOADING Redis is loading the dataset in memory", "Persistence problems")]
    [InlineData("MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk", "Persistence problems")]
    [InlineData("READONLY You can't write against a read only replica.", "Replication and failover")]
    [InlineData("NOAUTH Authentication required.", "Authentication")]
    [InlineData("WRONGPASS invalid username-password pair", "Authentication")]
    [InlineData("CLUSTERDOWN Hash slot not served", "Replication and failover")]
    [InlineData("MASTERDOWN Link with MASTER is down", "Replication and failover")]
    [InlineData("BUSY Redis is busy running a script.", "Blocked or slow")]
    [InlineData("Jobs not processing", "Job queue stuck")]
    [InlineData("refused", "Connection problems")]
    [InlineData("Redis is down", "Complete failure")]
    [InlineData("cannot write to redis", "Memory exhaustion")]
    [InlineData("Checkout cannot write to Redis", "Memory exhaustion")]
    [InlineData("jobs are not processed", "Job queue stuck")]
    [InlineData("work-horse terminated unexpectedly", "RQ does not work")]
    public async Task Every_failure_has_its_section(string error, string section)
    {
        await using var bot = await BotHost.StartAsync("redis://127.0.0.1:1");
        var shelf = await bot.Get<RunbookLibrary>().OpenAsync(TestContext.Current.CancellationToken);

        Assert.Equal(section, RunbookMatcher.Match(shelf.Runbooks, error)[0].Section?.Heading);
    }

    [Fact]
    public async Task Every_failure_class_of_a_finding_has_its_section()
    {
        await using var bot = await BotHost.StartAsync("redis://127.0.0.1:1");
        var recovery = (await bot.Get<RunbookLibrary>().OpenAsync(TestContext.Current.CancellationToken)).Find("redis-recovery")!;

        Assert.Equal(
            NotOfTheServer,
            Enum.GetValues<FailureClass>().Where(failure => RunbookMatcher.Answering([recovery], null, Found(failure)) is null));
    }

    /// <summary>What its own next step answers: settings of the bot, of TLS or of the provider, and what somebody else has ordered.</summary>
    private static readonly FailureClass[] NotOfTheServer =
    [
        FailureClass.SocketDenied, FailureClass.NotRedis, FailureClass.TlsFailed, FailureClass.TlsUntrusted, FailureClass.TlsExpected,
        FailureClass.TlsNotOffered, FailureClass.NoSuchDatabase, FailureClass.Sentinel, FailureClass.ProtectedMode, FailureClass.ClusterRedirect,
        FailureClass.Paused, FailureClass.NotAvailable, FailureClass.Quota, FailureClass.UnknownServerError,
    ];

    private static ActionReport Found(FailureClass failure) => new("It is so.", Healthy: false) { FailureClass = failure.Text().Name };

    [Fact]
    public async Task Every_step_that_can_be_run_as_it_stands_is_a_call_that_the_bot_takes()
    {
        await using var bot = await BotHost.StartAsync(
            "redis://127.0.0.1:1",
            "Hosts:app1:Logs:redis=/var/log/redis/redis-server.log",
            "Http:api:BaseUrl=http://127.0.0.1:1/",
            "Http:api:Endpoints:health:Path=health",
            "Http:api:Endpoints:health:Anonymous=true",
            "Databases:main:ConnectionString=Host=127.0.0.1;Port=1;Username=reader");
        var calls = bot.Get<ActionCallReader>();
        var shelf = await bot.Get<RunbookLibrary>().OpenAsync(TestContext.Current.CancellationToken);

        Assert.All(
            shelf.Runbooks.SelectMany(runbook => runbook.Steps).Where(step => step is { CanRun: true, Missing.Count: 0 }),
            step => Assert.IsType<ActionReading.Ok>(calls.Read(step.Action!.Value.Value, step.Words, "primary")));
    }
}
