using IncidentBot.Incidents;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Targets;
using IncidentBot.Watch;

namespace IncidentBot.Watching;

/// <summary>
/// Looks at one target, judges what it sees by what was seen before, and says what is breached or back. It keeps nothing in memory: a replica
/// that looks next goes on where this one stopped.
/// </summary>
public sealed class Watcher(
    IReadOnlyList<IWatchedSystem> systems, WatchPolicy policy, IWatchStore store, IAlertInbox inbox, IIncidentStore incidents, ILedger ledger,
    TimeProvider time)
{
    /// <summary>How often what lasts is said again, so that nobody takes it for one whose end was lost.</summary>
    private static readonly TimeSpan SaidAgain = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Coarse = TimeSpan.FromMinutes(5);

    /// <summary>How far back a sample is still worth comparing with.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(10);

    public IReadOnlyList<TargetRef> Targets => [.. systems.SelectMany(system => system.Targets.Select(name => new TargetRef(system.System, name)))];

    public WatchPolicy Policy => policy;

    public IReadOnlyList<Measure> MeasuresOf(TargetRef target) => SystemOf(target).Measures;

    /// <returns>After how long to look again.</returns>
    public async Task<TimeSpan> LookAsync(TargetRef target, CancellationToken ct)
    {
        var system = SystemOf(target);
        var thresholds = system.Measures.ToDictionary(measure => measure.Name, measure => (Measure: measure, Threshold: policy.Thresholds(target, measure)));
        var started = time.GetUtcNow();
        var window = thresholds.Values.Select(one => one.Threshold).SelectMany(threshold => new[] { threshold.For, threshold.BackFor }).Max() + Recent;
        var recent = await store.SamplesAsync(target, WatchGrain.Fine, started - window, started, ct);
        var before = recent.Count > 0 && recent[^1] is var last && started - last.At < Recent ? last : null;
        var sample = await system.LookAsync(target.Name, before, ct);
        if (recent.Count > 0 && sample.At <= recent[^1].At)
        {
            // A clock that goes back, or a replica whose clock is late: nothing new can be told by it.
            return policy.Every;
        }

        // Two of one gauge are what two replicas leave that have looked at the same moment: the first of them stands for both.
        var there = (await store.LastingAsync(target, ct)).ToLookup(breach => breach.Gauge.ToString());
        var lasting = there.ToDictionary(gauge => gauge.Key, gauge => gauge.First());
        var doubled = there.SelectMany(gauge => gauge.Skip(1)).Select(breach => breach with { EndedAt = sample.At });
        var turned = await TurnedAsync(target, [.. recent, sample], thresholds, lasting, ct);
        var going = lasting.Values.Where(breach => !turned.Any(one => one.Number == breach.Number)).ToList();
        var told = turned.Concat(IsSaidAgain(before, sample) ? going : [])
            .Where(breach => thresholds.ContainsKey(breach.Gauge.Measure))
            .Select(breach => (breach, thresholds[breach.Gauge.Measure].Measure, thresholds[breach.Gauge.Measure].Threshold))
            .ToList();

        // Said before it is kept: what was said and is not kept is found again by the next look, and saying it twice says it once.
        var isSaid = told.Count == 0 || !policy.Tells || await inbox.AddAsync(WatchAlerts.Source, WatchAlerts.Of(told), sample.At, ct);
        var worse = going.Select(breach => Worse(breach, sample, thresholds)).OfType<WatchBreach>();
        await store.AddAsync(new WatchLook(sample, CoarseOf(recent, sample, system.Measures), isSaid ? [.. turned, .. worse, .. doubled] : []), ct);
        return await IsUrgentAsync(target, turned, lasting, ct) ? policy.EveryInIncident : policy.Every;
    }

    private async Task<IReadOnlyList<WatchBreach>> TurnedAsync(
        TargetRef target,
        IReadOnlyList<WatchSample> samples,
        Dictionary<string, (Measure Measure, Threshold Threshold)> thresholds,
        Dictionary<string, WatchBreach> lasting,
        CancellationToken ct)
    {
        var (course, sample) = (new Course(samples, policy.LongestGap), samples[^1]);
        var turned = new List<WatchBreach>();
        foreach (var gauge in sample.Values.Keys.Union(lasting.Keys).Order(StringComparer.Ordinal))
        {
            var name = Gauge.Read(gauge);
            var there = lasting.GetValueOrDefault(gauge);
            if (!thresholds.TryGetValue(name.Measure, out var known) || known.Threshold.Breach is not { } limit)
            {
                // What is no breach any more by the settings has ended.
                turned.AddRange(there is null ? [] : [there with { EndedAt = sample.At, After = sample.Find(gauge) }]);
                continue;
            }

            var (measure, threshold) = known;
            if (!course.Turns(gauge, measure, threshold, isBreached: there is not null))
            {
                continue;
            }

            if (there is not null)
            {
                turned.Add(there with { EndedAt = sample.At, After = sample.Find(gauge) });
                continue;
            }

            var since = course.Since(gauge, measure, threshold, isBreached: false)!.Value;
            turned.Add(new WatchBreach(
                await ledger.NextNumberAsync("breach", ct),
                target,
                name,
                measure.Title,
                measure.Unit,
                limit,
                since,
                course.Before(gauge, measure, threshold),
                course.Worst(gauge, measure, since)));
        }

        return turned;
    }

    private static WatchBreach? Worse(WatchBreach breach, WatchSample sample, Dictionary<string, (Measure Measure, Threshold Threshold)> thresholds) =>
        sample.Find(breach.Gauge.ToString()) is { } value
        && thresholds.TryGetValue(breach.Gauge.Measure, out var known)
        && known.Measure.Worse(value, breach.Worst) is var worst
        && !worst.Equals(breach.Worst)
            ? breach with { Worst = worst }
            : null;

    private static bool IsSaidAgain(WatchSample? before, WatchSample sample) => before is null || Slot(before.At, SaidAgain) != Slot(sample.At, SaidAgain);

    /// <summary>The five minutes before, once they are over.</summary>
    private static WatchSample? CoarseOf(IReadOnlyList<WatchSample> recent, WatchSample sample, IReadOnlyList<Measure> measures)
    {
        if (recent.Count == 0 || Slot(recent[^1].At, Coarse) is var slot && slot == Slot(sample.At, Coarse))
        {
            return null;
        }

        return WatchSample.WorstOf(
            [.. recent.Where(one => Slot(one.At, Coarse) == slot)], measures, new DateTimeOffset(slot * Coarse.Ticks, TimeSpan.Zero));
    }

    private static long Slot(DateTimeOffset at, TimeSpan length) => at.UtcTicks / length.Ticks;

    private async Task<bool> IsUrgentAsync(
        TargetRef target, IReadOnlyList<WatchBreach> turned, Dictionary<string, WatchBreach> lasting, CancellationToken ct) =>
        lasting.Count > 0
        || turned.Any(breach => breach.EndedAt is null)
        || (await incidents.ListAsync(new IncidentQuery(Reader.Bot) { OpenOnly = true, Target = target.Name }, ct)).Items.Count > 0;

    private IWatchedSystem SystemOf(TargetRef target) => systems.First(system => system.System == target.System);
}
