using System.Runtime.CompilerServices;
using IncidentBot.Actions;
using IncidentBot.Redis.Sessions;
using IncidentBot.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Redis.Actions;

/// <summary>The actions of a Redis as the bot registers them, aimed at one server.</summary>
internal sealed class ActionRig : IAsyncDisposable
{
    public const string DefaultUser = "default user";

    public const string NamedUser = "user of its own";

    public const string Password = "correct-horse-battery";

    private readonly ServiceProvider services;

    public ActionRig(string url, params string[] settings)
    {
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder()
                .AddInMemoryCollection(Pairs(
                    $"Targets:primary:Url={url}",
                    "Targets:primary:Caches:0:Pattern=rl:*",
                    "Targets:primary:Caches:0:Afterwards=rate limits restart from zero",
                    "Targets:primary:Caches:1:Pattern=cb:*",
                    "Targets:primary:Caches:1:Afterwards=circuit breakers close",
                    "Redis:ConnectTimeout=00:00:05",
                    "Redis:ReadTimeout=00:00:05",
                    "Redis:CommandTimeout=00:00:05"))
                .AddInMemoryCollection(Pairs(settings))
                .Build())
            .AddRedis()
            .AddRedisActions()
            .BuildServiceProvider();
        Catalogue = new ActionCatalogue(services.GetServices<IRunbookAction>());
        Reader = new ActionCallReader(Catalogue, new TargetCatalogue(services.GetRequiredService<IReadOnlyList<Target>>()));
        Target = services.GetRequiredService<RedisTargets>().Primary();
    }

    public static TheoryData<string> Users => [DefaultUser, NamedUser];

    /// <summary>Where slowness is the point.</summary>
    public static string[] Hasty { get; } = ["Redis:ConnectTimeout=00:00:00.4", "Redis:ReadTimeout=00:00:00.4", "Redis:CommandTimeout=00:00:00.4"];

    public ActionCatalogue Catalogue { get; }

    public ActionCallReader Reader { get; }

    public RedisTarget Target { get; }

    public IVerification Verification => services.GetRequiredService<IVerification>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>A bot that was there before the outage: its connection is open.</summary>
    public static async Task<ActionRig> ConnectedAsync(RedisServer server, string user = DefaultUser, params string[] settings) =>
        await ConnectedAsync(await UrlAsync(server, user), settings);

    public static async Task<ActionRig> ConnectedAsync(string url, params string[] settings)
    {
        var rig = new ActionRig(url, settings);
        await rig.Target.HoldAsync(TestRedis.Token);
        return rig;
    }

    /// <summary>The URL that logs in as this user, who is made if need be.</summary>
    /// <param name="rights">As ACL SETUSER takes them.</param>
    public static async Task<string> UrlAsync(RedisServer server, string user, string rights = "+@all")
    {
        if (user == DefaultUser)
        {
            return server.Url;
        }

        RedisArgument[] made = ["SETUSER", "bot", "reset", "on", $">{Password}", "~*", "&*", .. rights.Split(' ').Select(right => (RedisArgument)right)];
        Assert.Null((await server.AskAsync("ACL", made)).AsError);
        return server.UrlWith($"bot:{Password}");
    }

    /// <param name="typed">What follows <c>/redis</c>.</param>
    public ActionCall Call(string typed)
    {
        var words = typed.Split(' ');
        return Assert.IsType<ActionReading.Ok>(Reader.Read($"redis.{words[0]}", words[1..], null)).Call;
    }

    /// <summary>Within the time limit of the action, as the bot itself reads.</summary>
    public async Task<ActionReport> ReadAsync(string typed)
    {
        var call = Call(typed);
        var action = Assert.IsType<IObserveAction>(Catalogue.Find(call.Action.Value), exactMatch: false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestRedis.Token);
        limit.CancelAfter(action.Definition.TimeLimit);
        var report = await action.ReadAsync(call, limit.Token);
        ReadingRules.AssertSound(report.Readings);
        return report;
    }

    public Task<PlanResult> PlanAsync(string typed) => Change(typed).PlanAsync(Call(typed), TestRedis.Token);

    public async Task<ActionPlan> ReadyAsync(string typed) => Assert.IsType<PlanResult.Ready>(await PlanAsync(typed)).Plan;

    public Task<ApplyResult> ApplyAsync(string typed, ActionPlan plan, IProgress<RunProgress>? progress = null, CancellationToken? ct = null) =>
        Change(typed).ApplyAsync(Call(typed), plan, Permit(RunId.New(TimeProvider.System.GetUtcNow())), progress ?? new SeenProgress(), ct ?? TestRedis.Token);

    public Task<VerifyResult> VerifyAsync(string typed, ActionPlan plan) => Change(typed).VerifyAsync(Call(typed), plan, TestRedis.Token);

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private IChangeAction Change(string typed) => Assert.IsType<IChangeAction>(Catalogue.Find(Call(typed).Action.Value), exactMatch: false);

    private static IEnumerable<KeyValuePair<string, string?>> Pairs(params string[] settings) =>
        settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1]));

    // Outside of tests only the executor can make one.
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern ExecutionPermit Permit(RunId run);
}
