using System.Runtime.CompilerServices;
using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Queues.BullMq;
using IncidentBot.Redis.Queues.Rq;
using IncidentBot.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Redis.Permissions;

/// <summary>All actions on a Redis as the bot registers them, as one user of one server. Calls are typed as <c>redis.ping</c> is.</summary>
internal sealed class WholeCatalogue : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly ActionCallReader reader;

    public WholeCatalogue(string url, string? snapshots = null, params string[] settings)
    {
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
                new[]
                {
                    $"Targets:primary:Url={url}",
                    "Targets:primary:Caches:0:Pattern=rl:*",
                    "Targets:primary:Caches:0:Afterwards=rate limits restart from zero",
                    $"Queues:SnapshotPath={snapshots ?? Path.GetTempPath()}",
                    "Redis:ConnectTimeout=00:00:05",
                    "Redis:ReadTimeout=00:00:05",
                    "Redis:CommandTimeout=00:00:05",
                }
                .Concat(settings).Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], pair => (string?)pair[1])).Build())
            .AddSingleton(new Redactor([]))
            .AddRedis()
            .AddRedisActions()
            .AddBullMqActions()
            .AddRq()
            .BuildServiceProvider();
        Actions = new ActionCatalogue(services.GetServices<IRunbookAction>());
        reader = new ActionCallReader(Actions, new TargetCatalogue([.. services.GetServices<IReadOnlyList<Target>>().SelectMany(targets => targets)]));
    }

    public ActionCatalogue Actions { get; }

    public IVerification Verification => services.GetRequiredService<IVerification>();

    public RedisTarget Target => services.GetRequiredService<RedisTargets>().Primary();

    public async Task<ActionReport> ReadAsync(string typed)
    {
        var action = Assert.IsType<IObserveAction>(Find(typed), exactMatch: false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestRedis.Token);
        limit.CancelAfter(action.Definition.TimeLimit);
        var report = await action.ReadAsync(Call(typed), limit.Token);
        ReadingRules.AssertSound(report.Readings);
        return report;
    }

    public Task<PlanResult> PlanAsync(string typed) => Change(typed).PlanAsync(Call(typed), TestRedis.Token);

    public Task<ApplyResult> ApplyAsync(string typed, ActionPlan plan) =>
        Change(typed).ApplyAsync(Call(typed), plan, Permit(RunId.New(TimeProvider.System.GetUtcNow())), new SeenProgress(), TestRedis.Token);

    public Task<VerifyResult> VerifyAsync(string typed, ActionPlan plan) => Change(typed).VerifyAsync(Call(typed), plan, TestRedis.Token);

    /// <summary>Plan, apply and verify, each of which has to go well; the outcome.</summary>
    public async Task<string> DoAsync(string typed)
    {
        var planned = await PlanAsync(typed);
        Assert.True(planned is PlanResult.Ready, $"{typed}: {planned}");
        var plan = ((PlanResult.Ready)planned).Plan;
        Assert.DoesNotContain(plan.Notes, note => note.Contains("could not be asked", StringComparison.Ordinal));
        var applied = await ApplyAsync(typed, plan);
        Assert.True(applied is ApplyResult.Done, $"{typed}: {applied}");
        var verified = await VerifyAsync(typed, plan);
        Assert.True(verified.Holds, $"{typed}: {verified.Answer}");
        return ((ApplyResult.Done)applied).Summary;
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private IRunbookAction Find(string typed) => Actions.Find(typed.Split(' ')[0])!;

    private IChangeAction Change(string typed) => Assert.IsType<IChangeAction>(Find(typed), exactMatch: false);

    private ActionCall Call(string typed) => reader.Read(typed.Split(' ')[0], typed.Split(' ')[1..], null) switch
    {
        ActionReading.Ok ok => ok.Call,
        var other => throw new InvalidOperationException($"{typed}: {other}"),
    };

    // Outside of tests only the executor can make one.
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern ExecutionPermit Permit(RunId run);
}
