using IncidentBot.Storage;
using IncidentBot.Targets;
using IncidentBot.Watch;

namespace IncidentBot.Tests.Support;

internal sealed class InMemoryWatch(Lock gate) : IWatchStore
{
    private readonly Dictionary<(TargetRef Target, WatchGrain Grain, DateTimeOffset At), WatchSample> samples = [];
    private readonly SortedDictionary<int, WatchBreach> breaches = [];

    /// <summary>How many samples were handed out.</summary>
    public int Read { get; private set; }

    public Task AddAsync(WatchLook look, CancellationToken ct)
    {
        lock (gate)
        {
            samples[(look.Fine.Target, WatchGrain.Fine, look.Fine.At)] = look.Fine;
            if (look.Coarse is { } coarse)
            {
                samples[(coarse.Target, WatchGrain.Coarse, coarse.At)] = coarse;
            }

            foreach (var breach in look.Breaches)
            {
                breaches[breach.Number] = breach with { Verdict = breaches.GetValueOrDefault(breach.Number)?.Verdict };
            }
        }

        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<WatchSample>> SamplesAsync(
        TargetRef target, WatchGrain grain, DateTimeOffset since, DateTimeOffset until, CancellationToken ct)
    {
        var found = await List(() => samples
            .Where(one => one.Key.Target == target && one.Key.Grain == grain && one.Key.At >= since && one.Key.At <= until)
            .OrderBy(one => one.Key.At)
            .Select(one => one.Value));
        Read += found.Count;
        return found;
    }

    public async Task<WatchSample?> NewestAsync(TargetRef target, CancellationToken ct) =>
        await List(() => samples
            .Where(one => one.Key.Target == target && one.Key.Grain == WatchGrain.Fine)
            .OrderByDescending(one => one.Key.At)
            .Take(1)
            .Select(one => one.Value)) is [var newest] ? newest : null;

    public Task<IReadOnlyList<WatchBreach>> BreachesAsync(TargetRef target, DateTimeOffset since, CancellationToken ct) =>
        List(() => breaches.Values.Where(breach => breach.Target == target && (breach.EndedAt is null || breach.EndedAt >= since)));

    public Task<IReadOnlyList<WatchBreach>> LastingAsync(TargetRef? target, CancellationToken ct) =>
        List(() => breaches.Values.Where(breach => breach.EndedAt is null && (target is null || breach.Target == target)));

    public async Task<WatchBreach?> BreachAsync(int number, CancellationToken ct) =>
        await List(() => breaches.Values.Where(breach => breach.Number == number)) is [var found] ? found : null;

    public Task<IReadOnlyList<WatchPrecision>> PrecisionAsync(CancellationToken ct) => List(() => breaches.Values
        .GroupBy(breach => breach.Gauge.Measure)
        .Select(group => new WatchPrecision(
            group.Key, group.Count(), group.Count(one => one.Verdict is { IsRight: true }), group.Count(one => one.Verdict is { IsRight: false }))));

    /// <summary>Under the gate.</summary>
    public void Save(WatchVerdicts? verdicts)
    {
        foreach (var number in verdicts?.Breaches ?? [])
        {
            breaches[number] = breaches[number] with { Verdict = verdicts!.Verdict };
        }
    }

    private Task<IReadOnlyList<T>> List<T>(Func<IEnumerable<T>> read)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<T>>([.. read()]);
        }
    }
}
