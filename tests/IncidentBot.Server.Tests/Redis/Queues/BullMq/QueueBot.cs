using System.Globalization;
using System.Reflection;
using IncidentBot.Actions;
using IncidentBot.Redis.Actions;
using IncidentBot.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>The queue actions as the bot registers them, aimed at one database.</summary>
internal sealed class QueueBot : IAsyncDisposable
{
    public const string Target = "primary";

    private readonly ServiceProvider services;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("incidentbot-queues-");

    public QueueBot(BullMqPeer peer, params string[] settings)
        : this(string.Create(CultureInfo.InvariantCulture, $"{peer.Server.Url}/{peer.Database}"), settings)
    {
    }

    public QueueBot(string url, params string[] settings) =>
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
                settings.Concat([$"Targets:{Target}:Url={url}", $"Queues:SnapshotPath={folder.FullName}", "Redis:CommandTimeout=00:00:05"])
                    .Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], pair => (string?)pair[1])).Build())
            .AddRedis()
            .AddRedisActions()
            .AddBullMqActions()
            .BuildServiceProvider();

    public string SnapshotFolder => folder.FullName;

    public IEnumerable<IRunbookAction> Actions => services.GetServices<IRunbookAction>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public Task<ActionReport> ReadAsync(string command) => Action<IObserveAction>(command).ReadAsync(Call(command), TestRedis.Token);

    public Task<PlanResult> PlanAsync(string command) => Action<IChangeAction>(command).PlanAsync(Call(command), TestRedis.Token);

    public async Task<ActionPlan> ReadyAsync(string command)
    {
        var result = await PlanAsync(command);
        return Assert.IsType<PlanResult.Ready>(result).Plan;
    }

    public async Task<PlanResult.Refused> RefusedAsync(string command) => Assert.IsType<PlanResult.Refused>(await PlanAsync(command));

    public async Task<string> NothingAsync(string command) => Assert.IsType<PlanResult.Nothing>(await PlanAsync(command)).Why;

    /// <summary>Plan, apply and verify, as the executor would; the summary.</summary>
    public async Task<string> DoAsync(string command)
    {
        var plan = await ReadyAsync(command);
        var done = Assert.IsType<ApplyResult.Done>(await ApplyAsync(command, plan));
        var verified = await VerifyAsync(command, plan);
        Assert.True(verified.Holds, verified.Answer);
        return done.Summary;
    }

    public Task<ApplyResult> ApplyAsync(string command, ActionPlan plan, IProgress<RunProgress>? progress = null, CancellationToken? ct = null) =>
        Action<IChangeAction>(command).ApplyAsync(Call(command), plan, Permit(), progress ?? new Progress<RunProgress>(), ct ?? TestRedis.Token);

    public Task<VerifyResult> VerifyAsync(string command, ActionPlan plan) => Action<IChangeAction>(command).VerifyAsync(Call(command), plan, TestRedis.Token);

    /// <summary>What the executor would read; a fault in the words is the test's.</summary>
    public ActionCall Call(string command) =>
        new ActionCallReader(
            new ActionCatalogue(Actions),
            new TargetCatalogue([.. services.GetServices<IReadOnlyList<Target>>().SelectMany(targets => targets)]))
            .Read(command.Split(' ')[0], [.. command.Split(' ').Skip(1)], null) switch
        {
            ActionReading.Ok ok => ok.Call,
            ActionReading.Wrong wrong => throw new InvalidOperationException($"{wrong.Fault} {wrong.Hint}"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        folder.Delete(recursive: true);
    }

    // Only the executor makes a permit; here the test stands in for it.
    private static ExecutionPermit Permit() =>
        (ExecutionPermit)Activator.CreateInstance(
            typeof(ExecutionPermit),
            BindingFlags.NonPublic | BindingFlags.Instance,
            null,
            [RunId.New(TimeProvider.System.GetUtcNow())],
            CultureInfo.InvariantCulture)!;

    private T Action<T>(string command)
        where T : IRunbookAction => Assert.IsAssignableFrom<T>(new ActionCatalogue(Actions).Find(command.Split(' ')[0]));
}
