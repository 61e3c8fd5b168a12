using IncidentBot.Reporting.Summaries;
using IncidentBot.Watch;

namespace IncidentBot.Watching;

/// <summary>What one gauge of a target was over a time.</summary>
/// <param name="LongestGap">After a longer time between two points nobody knows what was in between.</param>
public sealed record GaugeCourse(Gauge Gauge, Measure Measure, Threshold Threshold, TimeSpan LongestGap, IReadOnlyList<ReadingPoint> Points)
{
    public string Title => Measure.TitleOf(Gauge.Of);

    /// <summary>As people read it.</summary>
    public string Now => Measure.Figure(Points[^1].Value);

    /// <inheritdoc cref="Now"/>
    public string Worst => Measure.Figure(Points.Select(point => point.Value).Aggregate(Measure.Worse));

    public bool IsBeyondNow => Measure.IsBeyond(Points[^1].Value, Threshold.Warn ?? Threshold.Breach);

    public bool WasBreached => Was(Threshold.Breach);

    public bool WasBeyond => WasBreached || Was(Threshold.Warn);

    /// <summary>What has always been nothing fills a page and says little.</summary>
    public bool SaysSomething => WasBeyond || Points.Any(point => point.Value != 0);

    /// <summary>1 and more where it was ever beyond a threshold; null where it has none.</summary>
    public double? Nearness => (Threshold.Warn ?? Threshold.Breach) is not { } limit ? null
        : Was(limit) ? 1
        : Points.Max(point => (double?)(Measure.IsLowBad ? limit / Math.Max(point.Value, double.Epsilon) : limit == 0 ? 0 : point.Value / limit));

    /// <param name="marks">Those within that time are drawn.</param>
    public ReadingChart Chart(DateTimeOffset from, DateTimeOffset until, IReadOnlyList<ReadingMark> marks) =>
        new($"{Gauge}", Title, Measure.Unit, from, until, LongestGap, Points)
        {
            Limits = [.. Limits()],
            Marks = [.. marks.Where(mark => mark.At >= from && mark.At <= until)],
        };

    private bool Was(double? limit) => Points.Any(point => Measure.IsBeyond(point.Value, limit));

    private IEnumerable<ReadingLimit> Limits()
    {
        if (Threshold.Warn is { } warn)
        {
            yield return new ReadingLimit("warn", warn);
        }

        if (Threshold.Breach is { } breach)
        {
            yield return new ReadingLimit("breach", breach);
        }
    }
}
