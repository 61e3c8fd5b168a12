using IncidentBot.Watch;

namespace IncidentBot.Watching;

/// <summary>The last samples of a target. How a gauge stands follows from them alone, so that any replica can judge the next one.</summary>
/// <param name="samples">In the order of their times; the last is judged.</param>
internal sealed class Course(IReadOnlyList<WatchSample> samples, TimeSpan longestGap)
{
    /// <summary>Whether a gauge has been other than it was for so long, without a break, that it counts.</summary>
    /// <param name="isBreached">Whether it counts as breached until now.</param>
    public bool Turns(string gauge, Measure measure, Threshold threshold, bool isBreached)
    {
        var needed = isBreached ? threshold.BackFor : threshold.For;
        return Since(gauge, measure, threshold, isBreached) is { } since && samples[^1].At - since >= needed;
    }

    /// <summary>The last value before the run that ends with the last sample; null where none is known.</summary>
    public double? Before(string gauge, Measure measure, Threshold threshold)
    {
        for (var n = samples.Count - 1; n >= 0; n--)
        {
            if (samples[n].Find(gauge) is { } value && !measure.IsBeyond(value, threshold.Breach))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>The worst value of the run that ends with the last sample.</summary>
    public double Worst(string gauge, Measure measure, DateTimeOffset since) =>
        samples.Where(sample => sample.At >= since).Select(sample => sample.Find(gauge)).OfType<double>().Aggregate(measure.Worse);

    /// <summary>When the run began in which the gauge is other than it was; null where the last sample is not of such a run.</summary>
    /// <remarks>A sample that could not read it says nothing: it neither is part of a run nor ends one, unless it is too long a gap.</remarks>
    public DateTimeOffset? Since(string gauge, Measure measure, Threshold threshold, bool isBreached)
    {
        DateTimeOffset? since = null;
        for (var n = samples.Count - 1; n >= 0; n--)
        {
            var isBeyond = samples[n].Find(gauge) is { } value ? measure.IsBeyond(value, threshold.Breach)
                : samples[n].SawAll ? false
                : (bool?)null;
            if (isBeyond is null && n < samples.Count - 1)
            {
                continue;
            }

            if (isBeyond != !isBreached || (since is { } later && later - samples[n].At > longestGap))
            {
                break;
            }

            since = samples[n].At;
        }

        return since;
    }
}
