using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Redis.Sessions;
using IncidentBot.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>A real Redis that real RQ has written into, and the catalogue's actions aimed at it.</summary>
internal sealed class RqScene : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly ActionCatalogue actions;

    private RqScene(RedisServer server)
    {
        Server = server;
        services = Services(server.Url);
        actions = new ActionCatalogue(services.GetServices<IRunbookAction>());
    }

    public RedisServer Server { get; }

    public IEnumerable<IRunbookAction> Actions => actions.All;

    /// <param name="steps">Of <c>rq_driver.py</c>.</param>
    public static async Task<RqScene> CreateAsync(params string[] steps)
    {
        var scene = new RqScene(await RedisServer.StartAsync("--repl-diskless-sync-delay", "0"));
        await scene.RqAsync(steps);
        return scene;
    }

    /// <summary>Another Redis that holds the same, to the last byte and expiry.</summary>
    public async Task<RqScene> TwinAsync()
    {
        var twin = new RqScene(await RedisServer.StartAsync());
        await twin.Server.AskAsync("REPLICAOF", "127.0.0.1", Server.Port);
        await Eventually.TrueAsync(
            async () => (await twin.Server.AskAsync("INFO", "replication")).AsString()!.Contains("master_link_status:up", StringComparison.Ordinal),
            "the twin is in step");
        await twin.Server.AskAsync("REPLICAOF", "NO", "ONE");
        return twin;
    }

    public async Task RqAsync(params string[] steps)
    {
        if (steps.Length > 0)
        {
            await RqPython.RunAsync(Server, steps);
        }
    }

    public static ActionCall Call(string verb, params (string Name, string Value)[] arguments) =>
        new(new ActionId($"rq.{verb}"), "primary", arguments.ToDictionary(pair => pair.Name, pair => pair.Value));

    /// <summary>A command as a person would type it, such as one that a report suggests.</summary>
    public ActionCall Typed(string command)
    {
        var words = command.Split(' ');
        var reader = new ActionCallReader(actions, new TargetCatalogue([.. services.GetServices<IReadOnlyList<Target>>().SelectMany(targets => targets)]));
        return Assert.IsType<ActionReading.Ok>(reader.Read($"{words[0].TrimStart('/')}.{words[1]}", words[2..], null)).Call;
    }

    public Task<ActionReport> ReadAsync(ActionCall call) => ((IObserveAction)actions.Find(call.Action.Value)!).ReadAsync(call, TestRedis.Token);

    public Task<PlanResult> PlanAsync(ActionCall call) => Change(call).PlanAsync(call, TestRedis.Token);

    public async Task<ActionPlan> ReadyAsync(ActionCall call) => Assert.IsType<PlanResult.Ready>(await PlanAsync(call)).Plan;

    // Without a permit: what the executor asks before it gives one is tested beside it.
    public Task<ApplyResult> ApplyAsync(ActionCall call, ActionPlan plan, IProgress<RunProgress>? progress = null, CancellationToken? ct = null) =>
        Change(call).ApplyAsync(call, plan, null!, progress ?? new Steps(), ct ?? TestRedis.Token);

    public Task<VerifyResult> VerifyAsync(ActionCall call, ActionPlan plan) => Change(call).VerifyAsync(call, plan, TestRedis.Token);

    /// <summary>Plan, apply and verify, all of which have to go well.</summary>
    public async Task<string> RunAsync(ActionCall call)
    {
        var plan = await ReadyAsync(call);
        var done = await ApplyAsync(call, plan);
        var verified = await VerifyAsync(call, plan);
        Assert.True(verified.Holds, verified.Answer);
        return Assert.IsType<ApplyResult.Done>(done).Summary;
    }

    public async Task<long> AskAsync(string command, params RedisArgument[] arguments) => (await Server.AskAsync(command, arguments)).AsLong() ?? -1;

    /// <summary>How often each job has run to its end.</summary>
    public async Task<IReadOnlyDictionary<string, long>> RanAsync() =>
        (await Server.AskAsync("HGETALL", "ran")).AsItems().Chunk(2).ToDictionary(pair => pair[0].AsString()!, pair => pair[1].AsLong() ?? 0);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Server.DisposeAsync();
    }

    /// <summary>The actions alone, on a connection of their own: a second bot.</summary>
    public static ServiceProvider Services(string url) => new ServiceCollection()
        .AddLogging()
        .AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection([new("Targets:primary:Url", url), new("Redis:CommandTimeout", "00:00:20")]).Build())
        .AddSingleton(new Redactor([]))
        .AddRedis()
        .AddRq()
        .BuildServiceProvider();

    private IChangeAction Change(ActionCall call) => (IChangeAction)actions.Find(call.Action.Value)!;
}

/// <summary>What was reported on the way, in its order; unlike <see cref="Progress{T}"/> at once.</summary>
internal sealed class Steps(Action<RunProgress>? seen = null) : IProgress<RunProgress>
{
    public List<RunProgress> All { get; } = [];

    public void Report(RunProgress value)
    {
        All.Add(value);
        seen?.Invoke(value);
    }
}
