using System.Runtime.CompilerServices;
using IncidentBot.Actions;
using IncidentBot.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Hosts;

/// <summary>The host actions as the bot registers them, over settings of the test's own and a folder that goes with it.</summary>
internal sealed class HostScene : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly ActionCatalogue catalogue;
    private readonly ActionCallReader reader;

    /// <param name="settings">Below <c>Hosts:app1</c>, as <c>Services:worker:Manager=pm2</c>, the last one wins; <c>FOLDER</c>
    /// stands for the scene's folder.</param>
    public HostScene(params string[] settings)
        : this(Directory.CreateTempSubdirectory("incidentbot-hosts-"), settings)
    {
    }

    /// <summary>In a folder that exists: for a bot that was started again with other settings.</summary>
    public HostScene(DirectoryInfo folder, params string[] settings)
    {
        Folder = folder.FullName;
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(setting => setting.Replace("FOLDER", Folder, StringComparison.Ordinal).Split('=', 2))
                    .GroupBy(pair => pair[0])
                    .Select(pairs => KeyValuePair.Create($"Hosts:app1:{pairs.Key}", (string?)pairs.Last()[1])))
                .Build())
            .AddHosts()
            .BuildServiceProvider();
        catalogue = new ActionCatalogue(services.GetServices<IRunbookAction>());
        reader = new ActionCallReader(catalogue, new TargetCatalogue(services.GetRequiredService<IReadOnlyList<Target>>()));
    }

    public string Folder { get; }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public ManagedHost Host => Get<ManagedHosts>().Get("app1");

    public ActionReading Type(params string[] words) => reader.Read($"host.{words[0]}", words[1..], null);

    public ActionCall Call(params string[] words)
    {
        var read = Type(words);
        return read is ActionReading.Ok ok ? ok.Call : throw new InvalidOperationException($"{read}");
    }

    /// <param name="typed">What follows <c>/host</c>.</param>
    public async Task<ActionReport> ReadAsync(string typed)
    {
        var call = Call(typed.Split(' '));
        var report = await ((IObserveAction)Find(call)).ReadAsync(call, TestRedis.Token);
        ReadingRules.AssertSound(report.Readings);
        return report;
    }

    public Task<PlanResult> PlanAsync(string typed) => PlanAsync(Call(typed.Split(' ')));

    public Task<PlanResult> PlanAsync(ActionCall call) => ((IChangeAction)Find(call)).PlanAsync(call, TestRedis.Token);

    public async Task<ActionPlan> ReadyAsync(string typed)
    {
        var planned = await PlanAsync(typed);
        return planned is PlanResult.Ready ready ? ready.Plan : throw new InvalidOperationException($"{planned}");
    }

    public async Task<PlanResult.Refused> RefusedAsync(string typed) => Assert.IsType<PlanResult.Refused>(await PlanAsync(typed));

    public Task<HostRan> RunAsync(string typed) => RunAsync(Call(typed.Split(' ')));

    /// <summary>Plan, apply, verify, as the executor would.</summary>
    public async Task<HostRan> RunAsync(ActionCall call)
    {
        var planned = await PlanAsync(call);
        var plan = planned is PlanResult.Ready ready ? ready.Plan : throw new InvalidOperationException($"{planned}");
        return await ApplyAsync(call, plan, TestRedis.Token);
    }

    public async Task<HostRan> ApplyAsync(ActionCall call, ActionPlan plan, CancellationToken ct)
    {
        var progress = new SeenProgress();
        var action = (IChangeAction)Find(call);
        var applied = await action.ApplyAsync(call, plan, Permit(RunId.New(TimeProvider.System.GetUtcNow())), progress, ct);
        return new HostRan(plan, applied, await action.VerifyAsync(call, plan, TestRedis.Token), progress.Seen);
    }

    public Task<VerifyResult> VerifyAsync(ActionCall call, ActionPlan plan) => ((IChangeAction)Find(call)).VerifyAsync(call, plan, TestRedis.Token);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private IRunbookAction Find(ActionCall call) => catalogue.Find(call.Action.Value)!;

    // Outside of tests only the executor can make one.
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern ExecutionPermit Permit(RunId run);
}

internal sealed record HostRan(ActionPlan Plan, ApplyResult Applied, VerifyResult Verified, IReadOnlyList<RunProgress> Progress)
{
    public string Done => Applied is ApplyResult.Done done ? done.Summary : throw new InvalidOperationException($"{Applied}");

    public string Unknown => Applied is ApplyResult.Unknown unknown ? unknown.Reason : throw new InvalidOperationException($"{Applied}");

    public string Failed => Applied is ApplyResult.Failed failed ? failed.Reason : throw new InvalidOperationException($"{Applied}");
}

internal sealed class SeenProgress : IProgress<RunProgress>
{
    private readonly List<RunProgress> seen = [];

    public IReadOnlyList<RunProgress> Seen
    {
        get
        {
            lock (seen)
            {
                return [.. seen];
            }
        }
    }

    public void Report(RunProgress value)
    {
        lock (seen)
        {
            seen.Add(value);
        }
    }
}
