using IncidentBot.Incidents;
using IncidentBot.Reporting.Summaries;
using IncidentBot.Storage;
using IncidentBot.Watch;

namespace IncidentBot.Watching;

/// <summary>What the watch has measured of the target of an incident while it went on: what was beyond its threshold, or came nearest to it.</summary>
public sealed class IncidentCharts(Watcher watcher, IWatchStore store, TimeProvider time)
{
    private const int Most = 6;

    /// <summary>Where nothing was beyond its threshold, these show what it looks like when all is well.</summary>
    private const int MostWell = 2;

    private static readonly TimeSpan Lead = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan After = TimeSpan.FromMinutes(15);

    /// <summary>Each look is drawn of no longer a time: of more, the worst of five minutes.</summary>
    private static readonly TimeSpan LongestFine = TimeSpan.FromHours(3);

    /// <summary>For as long as each look is kept, less what cleaning up may be late.</summary>
    private static readonly TimeSpan FineKept = TimeSpan.FromHours(24);

    private static readonly TimeSpan CoarseGap = TimeSpan.FromMinutes(12);

    public async Task<IReadOnlyList<ReadingChart>> OfAsync(Incident incident, IReadOnlyList<ReadingMark> marks, CancellationToken ct)
    {
        if (!incident.Kind.HappensNow() || !watcher.Targets.Contains(incident.Target))
        {
            return [];
        }

        var now = time.GetUtcNow();
        var from = (incident.Milestones?.Affected[0].From is { } began && began < incident.OpenedAt ? began : incident.OpenedAt) - Lead;
        var over = (incident.ResolvedAt ?? incident.ClosedAt ?? now) + After;
        var until = over < now ? over : now;
        var isFine = until - from <= LongestFine && now - from < FineKept;
        var samples = await store.SamplesAsync(incident.Target, isFine ? WatchGrain.Fine : WatchGrain.Coarse, from, until, ct);
        var courses = watcher.MeasuresOf(incident.Target).SelectMany(measure => Courses(incident, measure, samples)).ToList();
        var chosen = courses.Exists(course => course.Nearness >= 1) ? courses.Where(course => course.Nearness >= 1).Take(Most)
            : courses.Where(course => course.Nearness is not null).OrderByDescending(course => course.Nearness).Take(MostWell);
        return
        [
            .. chosen.Select(course => new ReadingChart(
                $"{course.Gauge}", course.Measure.TitleOf(course.Gauge.Of), course.Measure.Unit, from, until,
                isFine ? watcher.Policy.LongestGap : CoarseGap, course.Points)
            {
                Limits = [.. Limits(course.Threshold)],
                Marks = [.. marks.Where(mark => mark.At >= from && mark.At <= until)],
            }),
        ];
    }

    private IEnumerable<GaugeCourse> Courses(Incident incident, Measure measure, IReadOnlyList<WatchSample> samples)
    {
        var threshold = watcher.Policy.Thresholds(incident.Target, measure);
        return samples.SelectMany(sample => sample.Values.Keys).Distinct().Select(Gauge.Read).Where(gauge => gauge.Measure == measure.Name)
            .OrderBy(gauge => gauge.Of, StringComparer.Ordinal)
            .Select(gauge => new GaugeCourse(
                gauge,
                measure,
                threshold,
                [.. samples.Select(sample => sample.Find($"{gauge}") is { } value ? new ReadingPoint(sample.At, value) : null).OfType<ReadingPoint>()]));
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

    private sealed record GaugeCourse(Gauge Gauge, Measure Measure, Threshold Threshold, IReadOnlyList<ReadingPoint> Points)
    {
        /// <summary>1 and more where it was ever beyond a threshold; null where it has none.</summary>
        public double? Nearness => (Threshold.Warn ?? Threshold.Breach) is not { } limit ? null
            : Points.Any(point => Measure.IsBeyond(point.Value, limit)) ? 1
            : Points.Max(point => (double?)(Measure.IsLowBad ? limit / Math.Max(point.Value, double.Epsilon) : limit == 0 ? 0 : point.Value / limit));
    }
}
