using IncidentBot.Targets;

namespace IncidentBot.Watch;

/// <summary>What one look at a target measured.</summary>
/// <param name="Values">
/// By gauge. What could not be read is left out and never zero. Values of no measure are counters, which the next look is compared with.
/// </param>
public sealed record WatchSample(TargetRef Target, DateTimeOffset At, IReadOnlyDictionary<string, double> Values)
{
    /// <summary>What could not be looked at, and why; a sentence each.</summary>
    public IReadOnlyList<string> NotSeen { get => field ?? []; init; }

    /// <summary>Whatever has no value in it is gone, a queue for example, and not merely unread.</summary>
    public bool SawAll { get; init; }

    public double? Find(string gauge) => Values.TryGetValue(gauge, out var value) ? value : null;

    /// <summary>Many in one: of each gauge the worst. An average would hide the minute that mattered.</summary>
    /// <param name="samples">At least one, in the order of their times.</param>
    public static WatchSample WorstOf(IReadOnlyList<WatchSample> samples, IReadOnlyList<Measure> measures, DateTimeOffset at)
    {
        var known = measures.ToDictionary(measure => measure.Name);
        var worst = new Dictionary<string, double>();
        foreach (var (gauge, value) in samples.SelectMany(sample => sample.Values))
        {
            if (known.TryGetValue(Gauge.Read(gauge).Measure, out var measure))
            {
                worst[gauge] = worst.TryGetValue(gauge, out var before) ? measure.Worse(before, value) : value;
            }
        }

        return new WatchSample(samples[0].Target, at, worst);
    }
}

/// <summary>How samples are kept.</summary>
public enum WatchGrain
{
    /// <summary>Each look, for a day.</summary>
    Fine,

    /// <summary>The worst of five minutes, for a month.</summary>
    Coarse,
}
