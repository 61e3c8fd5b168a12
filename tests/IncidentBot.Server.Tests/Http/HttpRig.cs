using System.Runtime.CompilerServices;
using IncidentBot.Actions;
using IncidentBot.Commands;
using IncidentBot.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Http;

/// <summary>The actions of a service as the bot registers them.</summary>
internal sealed class HttpRig : IAsyncDisposable
{
    public const string Secret = "tok-correct-horse-battery";
    public const string TestSecret = "tok-of-a-test-account";

    private readonly ServiceProvider services;
    private readonly ActionCatalogue catalogue;
    private readonly ActionCallReader reader;

    /// <param name="settings">As on the command line, below <c>Http:api:</c>: <c>Endpoints:health:Expect=204</c>.</param>
    public HttpRig(string address, params string[] settings)
    {
        services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder()
                .AddInMemoryCollection(Pairs(
                    $"BaseUrl={address}/v1/",
                    $"Token={Secret}",
                    $"TestToken={TestSecret}",
                    "Endpoints:health:Path=health",
                    "Endpoints:health:Anonymous=true",
                    "Endpoints:content:Path=content",
                    "Endpoints:content:TokenName=Test",
                    "Endpoints:failed-jobs:Path=admin/jobs/failed?since={since}&state=failed",
                    "Endpoints:failed-jobs:Arguments:since:Kind=time",
                    "Endpoints:failed-jobs:Arguments:since:Example=2026-11-22T10:15:00Z",
                    "Endpoints:job:Path=jobs/{id}/log",
                    "Endpoints:job:Arguments:id:Example=j-1",
                    "Endpoints:job:Arguments:id:Pattern=.*",
                    "Endpoints:page:Path=jobs?page={page}",
                    "Endpoints:page:Arguments:page:Kind=integer",
                    "Endpoints:page:Arguments:page:Example=2",
                    "Endpoints:retry-stalled:Method=POST",
                    "Endpoints:retry-stalled:Path=admin/queues/retry-stalled",
                    "Endpoints:retry-stalled:Risk=Change",
                    "Endpoints:retry-stalled:Help=Puts stalled jobs back into their queues.",
                    "Endpoints:retry-verified:Method=POST",
                    "Endpoints:retry-verified:Path=admin/queues/retry-stalled",
                    "Endpoints:retry-verified:Risk=Change",
                    "Endpoints:retry-verified:Help=Puts stalled jobs back into their queues.",
                    "Endpoints:retry-verified:Verify=health",
                    "Endpoints:purge:Method=DELETE",
                    "Endpoints:purge:Path=admin/jobs/{before}",
                    "Endpoints:purge:Risk=Destructive",
                    "Endpoints:purge:Help=Removes old jobs.",
                    "Endpoints:purge:Arguments:before:Kind=time",
                    "Endpoints:purge:Arguments:before:Example=2026-11-22T10:15:00Z"))
                .AddInMemoryCollection(Pairs(settings))
                .Build())
            .AddHttp()
            .BuildServiceProvider();
        catalogue = new ActionCatalogue(services.GetServices<IRunbookAction>());
        reader = new ActionCallReader(catalogue, new TargetCatalogue(services.GetRequiredService<IReadOnlyList<Target>>()));
    }

    public IEnumerable<IRunbookAction> Actions => catalogue.All;

    /// <param name="typed">What follows <c>/http</c>.</param>
    public ActionReading Type(string typed)
    {
        var words = CommandReader.Split(typed);
        return reader.Read($"http.{words[0]}", [.. words.Skip(1)], null);
    }

    public ActionCall Call(string typed) => Assert.IsType<ActionReading.Ok>(Type(typed)).Call;

    public async Task<ActionReport> ReadAsync(string typed, CancellationToken? ct = null)
    {
        var call = Call(typed);
        var report = await Assert.IsType<IObserveAction>(catalogue.Find(call.Action.Value), exactMatch: false)
            .ReadAsync(call, ct ?? TestContext.Current.CancellationToken);
        AssertReadable([report.Answer, .. report.Evidence]);
        ReadingRules.AssertSound(report.Readings);
        Assert.All(report.Evidence, line => Assert.True(line.Length <= 120, line));
        return report;
    }

    public Task<PlanResult> PlanAsync(string typed) => Change.PlanAsync(Call(typed), TestContext.Current.CancellationToken);

    public async Task<ActionPlan> ReadyAsync(string typed)
    {
        var plan = Assert.IsType<PlanResult.Ready>(await PlanAsync(typed)).Plan;
        AssertReadable([plan.Summary, .. plan.Notes]);
        return plan;
    }

    public Task<ApplyResult> ApplyAsync(string typed, ActionPlan plan, IProgress<RunProgress>? progress = null, CancellationToken? ct = null) =>
        Change.ApplyAsync(
            Call(typed),
            plan,
            Permit(RunId.New(TimeProvider.System.GetUtcNow())),
            progress ?? new Progress<RunProgress>(),
            ct ?? TestContext.Current.CancellationToken);

    public Task<VerifyResult> VerifyAsync(string typed, ActionPlan plan) => Change.VerifyAsync(Call(typed), plan, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private IChangeAction Change => (IChangeAction)catalogue.Find("http.call")!;

    private static void AssertReadable(IReadOnlyList<string> lines)
    {
        Assert.All(lines, line => Assert.NotEmpty(line));
        Assert.All(lines, line => Assert.DoesNotContain('\n', line));
        Assert.All(lines, line => Assert.DoesNotContain(Secret, line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain("   at ", line, StringComparison.Ordinal));
    }

    private static IEnumerable<KeyValuePair<string, string?>> Pairs(params string[] settings) =>
        settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create($"Http:api:{pair[0]}", (string?)pair[1]));

    // Outside of tests only the executor can make one.
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern ExecutionPermit Permit(RunId run);
}
