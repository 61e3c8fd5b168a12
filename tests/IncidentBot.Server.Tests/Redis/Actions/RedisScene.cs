using System.Reflection;
using IncidentBot.Actions;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Redis.Actions;

/// <summary>A real server and the catalogue's actions on it, as the product registers them; calls are typed.</summary>
internal sealed class RedisScene : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly ActionCatalogue catalogue;
    private readonly ActionCallReader reader;

    private RedisScene(RedisServer server, string url, string[] settings)
    {
        Server = server;
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
                [
                    new("Targets:primary:Url", url),
                    .. settings.Select(setting => setting.Split('=', 2)).Select(pair => new KeyValuePair<string, string?>(pair[0], pair[1])),
                ]).Build())
            .AddRedis()
            .AddRedisActions()
            .BuildServiceProvider();
        catalogue = new ActionCatalogue(services.GetServices<IRunbookAction>());
        reader = new ActionCallReader(catalogue, new TargetCatalogue(services.GetRequiredService<IReadOnlyList<Target>>()));
    }

    public RedisServer Server { get; }

    public static async Task<RedisScene> StartAsync(params string[] arguments) => On(await RedisServer.StartAsync(arguments));

    public static RedisScene On(RedisServer server, params string[] settings) => new(server, server.Url, [.. Patient, .. settings]);

    /// <summary>As a user who may do this much: the rules of ACL SETUSER.</summary>
    public static Task<RedisScene> AsUserAsync(RedisServer server, params string[] rules) => AsUserAsync(server, [], rules);

    public static async Task<RedisScene> AsUserAsync(RedisServer server, string[] settings, string[] rules)
    {
        await server.AskAsync("ACL", ["SETUSER", "narrow", "on", ">p", "~*", .. rules.Select(rule => (RedisArgument)rule)]);
        return new(server, server.UrlWith("narrow:p"), [.. Patient, .. settings]);
    }

    public ActionReading Type(string text) => reader.Read($"redis.{text.Split(' ')[0]}", text.Split(' ')[1..], null);

    public ActionCall Call(string text) => Assert.IsType<ActionReading.Ok>(Type(text)).Call;

    public ActionDefinition Definition(string text) => Find(Call(text)).Definition;

    public Task<ActionReport> ReadAsync(string text) =>
        Assert.IsType<IObserveAction>(Find(Call(text)), exactMatch: false).ReadAsync(Call(text), TestRedis.Token);

    public Task<PlanResult> PlanAsync(string text) => PlanAsync(Call(text));

    public Task<PlanResult> PlanAsync(ActionCall call) => Change(call).PlanAsync(call, TestRedis.Token);

    public Task<VerifyResult> VerifyAsync(ActionCall call, ActionPlan plan) => Change(call).VerifyAsync(call, plan, TestRedis.Token);

    /// <summary>Plan, apply, verify, as the executor would.</summary>
    public async Task<Ran> RunAsync(ActionCall call)
    {
        var planned = await PlanAsync(call);
        Assert.True(planned is PlanResult.Ready, planned.ToString());
        var plan = ((PlanResult.Ready)planned).Plan;
        var progress = new Steps();
        var applied = await Change(call).ApplyAsync(call, plan, Permit(), progress, TestRedis.Token);
        return new Ran(plan, applied, await VerifyAsync(call, plan), progress.Seen);
    }

    public Task<Ran> RunAsync(string text) => RunAsync(Call(text));

    public async Task<PlanResult.Refused> RefusedAsync(string text) => Assert.IsType<PlanResult.Refused>(await PlanAsync(text));

    /// <summary>Plans, and looks at the server's own counters for anything but reads.</summary>
    public async Task PlansOnlyReadAsync(string text)
    {
        await services.GetRequiredService<RedisTargets>().Primary().HoldAsync(TestRedis.Token);
        await Server.AskAsync("CONFIG", "RESETSTAT");
        Assert.IsType<PlanResult.Ready>(await PlanAsync(text));
        var stats = RedisInfo.Parse((await Server.AskAsync("INFO", "commandstats")).AsString()!).Section("commandstats");
        string[] reads =
        [
            "info", "config|get", "config|resetstat", "client|list", "client|id", "scan", "exists", "hget", "dbsize",
            "command|info", "lastsave", "ping", "select", "acl|dryrun",
        ];
        Assert.Empty(stats.Keys.Select(name => name["cmdstat_".Length..]).Except(reads));
    }

    public async Task<string> SettingAsync(string name) => (await Server.AskAsync("CONFIG", "GET", name)).AsItems()[1].AsString()!;

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Server.DisposeAsync();
    }

    private static string[] Patient => ["Redis:ConnectTimeout=00:00:05", "Redis:ReadTimeout=00:00:05", "Redis:CommandTimeout=00:00:05"];

    private IRunbookAction Find(ActionCall call) => catalogue.Find(call.Action.Value)!;

    private IChangeAction Change(ActionCall call) => Assert.IsType<IChangeAction>(Find(call), exactMatch: false);

    // Only the executor makes one; here no executor is under test.
    private static ExecutionPermit Permit() =>
        (ExecutionPermit)Activator.CreateInstance(
            typeof(ExecutionPermit),
            BindingFlags.Instance | BindingFlags.NonPublic,
            null,
            [new RunId(Guid.NewGuid())],
            null)!;

    internal sealed record Ran(ActionPlan Plan, ApplyResult Applied, VerifyResult Verified, IReadOnlyList<RunProgress> Progress);

    private sealed class Steps : IProgress<RunProgress>
    {
        public List<RunProgress> Seen { get; } = [];

        public void Report(RunProgress value) => Seen.Add(value);
    }
}
