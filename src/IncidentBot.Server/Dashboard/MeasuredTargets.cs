using IncidentBot.Incidents;
using IncidentBot.Reporting.Summaries;
using IncidentBot.Storage;
using IncidentBot.Targets;
using IncidentBot.Watch;
using IncidentBot.Watching;

namespace IncidentBot.Dashboard;

/// <summary>What the watch has measured of targets, as pages draw it.</summary>
internal sealed class MeasuredTargets(Watcher watcher, IWatchStore store, TimeProvider time)
{
    private static readonly TimeSpan Lead = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Fine = TimeSpan.FromHours(2);
    private static readonly TimeSpan ShortestPicture = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan CoarseGap = TimeSpan.FromMinutes(12);

    public IReadOnlyList<TargetRef> All => watcher.Targets;

    /// <summary>Of each system that the target of an incident is seen through, from half an hour before its opening to its end.</summary>
    /// <param name="marks">Its changes of state.</param>
    public async Task<IReadOnlyList<MeasuredTarget>> OfIncidentAsync(Incident incident, IReadOnlyList<ReadingMark> marks, CancellationToken ct)
    {
        var found = new List<MeasuredTarget>();
        var until = (incident.ResolvedAt ?? time.GetUtcNow()) + TimeSpan.FromMinutes(5);
        foreach (var target in watcher.Targets.Where(target => target.Name == incident.Target.Name))
        {
            if (await OfAsync(target, incident.OpenedAt - Lead, Earlier(until, time.GetUtcNow()), marks, ct) is { Gauges.Count: > 0 } measured)
            {
                found.Add(measured);
            }
        }

        return found;
    }

    /// <summary>Those gauges of a target that were ever other than nothing, what is beyond its threshold first.</summary>
    public async Task<MeasuredTarget> OfAsync(
        TargetRef target, DateTimeOffset from, DateTimeOffset until, IReadOnlyList<ReadingMark> marks, CancellationToken ct)
    {
        var grain = until - from > Fine || from < time.GetUtcNow() - TimeSpan.FromHours(24) ? WatchGrain.Coarse : WatchGrain.Fine;
        var samples = await store.SamplesAsync(target, grain, from, until, ct);
        if (samples.Count > 0 && samples[0].At - from > ShortestPicture)
        {
            // Before the watch began there is nothing to be drawn, and what it saw since is not pressed to the edge.
            from = Earlier(samples[0].At, until - ShortestPicture);
        }

        var measures = watcher.MeasuresOf(target);
        var gauges = new List<MeasuredGauge>();
        foreach (var (order, measure) in measures.Index())
        {
            var threshold = watcher.Policy.Thresholds(target, measure);
            foreach (var gauge in samples.SelectMany(sample => sample.Values.Keys).Distinct().Where(gauge => Gauge.Read(gauge).Measure == measure.Name).Order())
            {
                var points = samples.Where(sample => sample.Find(gauge) is not null).Select(sample => (sample.At, sample.Find(gauge)!.Value)).ToList();
                var chart = new ReadingChart(
                    gauge, measure.TitleOf(Gauge.Read(gauge).Of), measure.Unit, from, until, grain is WatchGrain.Fine ? watcher.Policy.LongestGap : CoarseGap,
                    [.. points.Select(point => new ReadingPoint(point.At, point.Value))])
                {
                    Limits = [.. Limits(threshold)],
                    Marks = marks,
                };
                gauges.Add(new MeasuredGauge(measure, threshold, chart) { Order = order });
            }
        }

        return new MeasuredTarget(target, from, until, samples.Count > 0 ? samples[^1] : null)
        {
            Gauges = [.. gauges.Where(gauge => gauge.SaysSomething).OrderByDescending(gauge => gauge.Severity).ThenBy(gauge => gauge.Order)],
            Breaches = await store.BreachesAsync(target, from, ct),
        };
    }

    private static IEnumerable<ReadingLimit> Limits(Threshold threshold)
    {
        if (threshold.Warn is { } warn)
        {
            yield return new ReadingLimit("warn", warn);
        }

        if (threshold.Breach is { } breach)
        {
            yield return new ReadingLimit("breach", breach);
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}

/// <param name="Newest">Null where nothing was measured in that time.</param>
public sealed record MeasuredTarget(TargetRef Target, DateTimeOffset From, DateTimeOffset Until, WatchSample? Newest)
{
    public IReadOnlyList<MeasuredGauge> Gauges { get; init; } = [];
    public IReadOnlyList<WatchBreach> Breaches { get; init; } = [];
}

public sealed record MeasuredGauge(Measure Measure, Threshold Threshold, ReadingChart Chart)
{
    /// <summary>Its place among the measures of its system.</summary>
    public int Order { get; init; }

    public double Now => Chart.Points[^1].Value;

    public double Worst => Chart.Points.Select(point => point.Value).Aggregate(Measure.Worse);

    /// <summary>2 where it was ever in breach, 1 where it was worth a warning.</summary>
    public int Severity => Measure.IsBeyond(Worst, Threshold.Breach) ? 2 : Measure.IsBeyond(Worst, Threshold.Warn) ? 1 : 0;

    public bool IsBeyondNow => Measure.IsBeyond(Now, Threshold.Warn ?? Threshold.Breach);

    /// <summary>What has always been nothing fills a page and says little.</summary>
    public bool SaysSomething => Severity > 0 || Chart.Points.Any(point => point.Value != 0);
}
