using IncidentBot.Reporting.Summaries;
using IncidentBot.Storage;
using IncidentBot.Targets;
using IncidentBot.Watch;

namespace IncidentBot.Watching;

/// <summary>Reads the courses of all gauges of a target from what the watch has kept.</summary>
public sealed class GaugeCourses(Watcher watcher, IWatchStore store, TimeProvider time)
{
    /// <summary>Each look is drawn of no longer a time: of more, the worst of five minutes.</summary>
    private static readonly TimeSpan LongestFine = TimeSpan.FromHours(3);

    /// <summary>For as long as each look is kept, less what cleaning up may be late.</summary>
    private static readonly TimeSpan FineKept = TimeSpan.FromHours(24);

    private static readonly TimeSpan CoarseGap = TimeSpan.FromMinutes(12);

    public async Task<TargetCourses> OfAsync(TargetRef target, DateTimeOffset from, DateTimeOffset until, CancellationToken ct)
    {
        var isFine = until - from <= LongestFine && time.GetUtcNow() - from < FineKept;
        var samples = await store.SamplesAsync(target, isFine ? WatchGrain.Fine : WatchGrain.Coarse, from, until, ct);
        var gauges = samples.SelectMany(sample => sample.Values.Keys).Distinct().Select(Gauge.Read).ToLookup(gauge => gauge.Measure);
        return new TargetCourses(
            samples,
            [
                .. from measure in watcher.MeasuresOf(target)
                   let threshold = watcher.Policy.Thresholds(target, measure)
                   from gauge in gauges[measure.Name].OrderBy(gauge => gauge.Of, StringComparer.Ordinal)
                   select new GaugeCourse(gauge, measure, threshold, isFine ? watcher.Policy.LongestGap : CoarseGap, [.. Points(samples, $"{gauge}")]),
            ]);
    }

    private static IEnumerable<ReadingPoint> Points(IReadOnlyList<WatchSample> samples, string gauge) =>
        samples.Select(sample => sample.Find(gauge) is { } value ? new ReadingPoint(sample.At, value) : null).OfType<ReadingPoint>();
}

/// <param name="Samples">The oldest first.</param>
/// <param name="Courses">In the order of the measures of its system.</param>
public sealed record TargetCourses(IReadOnlyList<WatchSample> Samples, IReadOnlyList<GaugeCourse> Courses);
