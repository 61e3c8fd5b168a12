using IncidentBot.People;
using IncidentBot.Readings;
using IncidentBot.Storage;
using IncidentBot.Targets;
using IncidentBot.Watch;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IncidentBot.Server.Tests.Storage;

public abstract class WatchContract(TestStore store) : StoreContract(store)
{
    private static readonly TargetRef Primary = new("redis", "primary");
    private static readonly TargetRef Other = new("http", "primary");

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private IWatchStore Watch => Here.GetRequiredService<IWatchStore>();

    private IWatchStore OtherReplica => There.GetRequiredService<IWatchStore>();

    [Fact]
    public async Task Looks_are_kept_as_they_were_and_found_by_target_grain_and_time()
    {
        var sample = new WatchSample(Primary, Some.Now, new Dictionary<string, double> { ["memory_fill"] = 0.123456789, ["queue_waiting:a:b"] = 12 })
        {
            NotSeen = ["CLIENT LIST is refused"],
            SawAll = true,
        };
        var coarse = new WatchSample(Primary, Some.Now.AddMinutes(-5), new Dictionary<string, double> { ["memory_fill"] = 0.9 });
        await Watch.AddAsync(new WatchLook(sample, coarse, []), Ct);
        await Watch.AddAsync(new WatchLook(sample with { At = Some.Now.AddSeconds(15) }, null, []), Ct);
        await Watch.AddAsync(new WatchLook(sample with { Target = Other }, null, []), Ct);

        var found = await OtherReplica.SamplesAsync(Primary, WatchGrain.Fine, Some.Now, Some.Now.AddSeconds(15), Ct);
        Assert.Equal([Some.Now, Some.Now.AddSeconds(15)], found.Select(one => one.At));
        Assert.Equal(sample.Values, found[0].Values);
        Assert.Equal((Primary, true, "CLIENT LIST is refused"), (found[0].Target, found[0].SawAll, Assert.Single(found[0].NotSeen)));
        Assert.Single(await Watch.SamplesAsync(Primary, WatchGrain.Fine, Some.Now.AddSeconds(1), Some.Now.AddDays(1), Ct));
        Assert.Equal(0.9, Assert.Single(await Watch.SamplesAsync(Primary, WatchGrain.Coarse, Some.Now.AddDays(-1), Some.Now, Ct)).Values["memory_fill"]);
        Assert.Equal(Some.Now.AddSeconds(15), (await OtherReplica.NewestAsync(Primary, Ct))!.At);
        Assert.Null(await Watch.NewestAsync(new TargetRef("redis", "nobody"), Ct));
    }

    [Fact]
    public async Task The_same_look_is_kept_once()
    {
        var sample = new WatchSample(Primary, Some.Now, new Dictionary<string, double> { ["memory_fill"] = 0.5 });
        await Watch.AddAsync(new WatchLook(sample, null, [Breach(1)]), Ct);
        await OtherReplica.AddAsync(new WatchLook(sample with { Values = new Dictionary<string, double>() }, null, [Breach(1)]), Ct);

        Assert.Equal((1, 1), (await CountAsync("watch_samples"), await CountAsync("watch_breaches")));
        Assert.Equal(0.5, (await Watch.NewestAsync(Primary, Ct))!.Values["memory_fill"]);
    }

    [Fact]
    public async Task Looks_that_end_together_are_all_kept()
    {
        var looks = Enumerable.Range(0, 100)
            .Select(n => new WatchLook(new WatchSample(new TargetRef("redis", $"t{n}"), Some.Now, new Dictionary<string, double>()), null, []));
        await Task.WhenAll(looks.Select(look => Watch.AddAsync(look, Ct)));

        Assert.Equal(100, await CountAsync("watch_samples"));
    }

    [Fact]
    public async Task A_breach_lasts_becomes_worse_and_is_over_and_what_was_said_of_it_stays()
    {
        var breach = Breach(7);
        await AddAsync(breach, Breach(8) with { Target = Other });
        Assert.Equal(breach, Assert.Single(await OtherReplica.LastingAsync(Primary, Ct)));
        Assert.Equal([7, 8], (await Watch.LastingAsync(null, Ct)).Select(one => one.Number));

        var verdict = new WatchVerdict(true, new PersonId("local:demo:ada"), Some.Now);
        await Ledger.CommitAsync(new Changes { Verdicts = new WatchVerdicts([7], verdict) }, Ct);
        var over = breach with { Worst = 0.99, EndedAt = Some.Now.AddHours(1), After = 0.5 };
        await AddAsync(over);

        Assert.Equal(over with { Verdict = verdict }, await OtherReplica.BreachAsync(7, Ct));
        Assert.Empty(await Watch.LastingAsync(Primary, Ct));
        Assert.Single(await Watch.BreachesAsync(Primary, Some.Now.AddHours(1), Ct));
        Assert.Empty(await Watch.BreachesAsync(Primary, Some.Now.AddHours(1.1), Ct));
        Assert.Null(await Watch.BreachAsync(9, Ct));
    }

    [Fact]
    public async Task A_measure_is_as_precise_as_people_said_it_was()
    {
        await AddAsync([.. Enumerable.Range(1, 5).Select(n => Breach(n) with { BeganAt = Now }), Breach(6) with { Gauge = new("slow", null), BeganAt = Now }]);
        await AddAsync(Breach(7) with { BeganAt = Now.AddDays(-91) });
        await Ledger.CommitAsync(new Changes { Verdicts = new WatchVerdicts([1, 2, 3, 7], new(true, new PersonId("a:b:c"), Now)) }, Ct);
        await Ledger.CommitAsync(new Changes { Verdicts = new WatchVerdicts([3, 4], new(false, new PersonId("a:b:c"), Now)) }, Ct);

        var precision = await Watch.PrecisionAsync(Ct);
        Assert.Equal([new("memory_fill", 5, 2, 2), new WatchPrecision("slow", 1, 0, 0)], precision);
        Assert.Equal((0.5, null), (precision[0].Share, precision[1].Share));
    }

    [Fact]
    public async Task What_is_old_is_forgotten_and_what_lasts_is_not()
    {
        var old = new WatchSample(Primary, Now.AddHours(-26), new Dictionary<string, double>());
        await Watch.AddAsync(new WatchLook(old, old, [Breach(1)]), Ct);
        await Watch.AddAsync(
            new WatchLook(
                old with { At = Now },
                old with { At = Now.AddDays(-32) },
                [Breach(2) with { EndedAt = Now.AddDays(-366) }, Breach(3) with { EndedAt = Now }]),
            Ct);

        await new Housekeeping(Database, new FakeTimeProvider(Now), NullLogger<Housekeeping>.Instance).CleanAsync(Ct);

        Assert.Single(await Watch.SamplesAsync(Primary, WatchGrain.Fine, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Ct));
        Assert.Single(await Watch.SamplesAsync(Primary, WatchGrain.Coarse, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Ct));
        Assert.Equal([1, 3], (await Watch.BreachesAsync(Primary, DateTimeOffset.MinValue, Ct)).Select(breach => breach.Number));
    }

    private static WatchBreach Breach(int number) =>
        new(number, Primary, new Gauge("memory_fill", null), "memory in use", Unit.Ratio, 0.9, Some.Now, 0.41, 0.95);

    private Task AddAsync(params WatchBreach[] breaches) =>
        Watch.AddAsync(new WatchLook(new WatchSample(Primary, Now, new Dictionary<string, double>()), null, breaches), Ct);
}
