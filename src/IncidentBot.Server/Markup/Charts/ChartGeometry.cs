using System.Globalization;
using IncidentBot.Readings;
using IncidentBot.Reporting.Summaries;
using IncidentBot.Words;

namespace IncidentBot.Markup.Charts;

/// <summary>Where everything of a chart stands, in the units of its picture. Values that are no numbers are taken for unread.</summary>
internal sealed class ChartGeometry
{
    public const double Width = 640;
    public const double Height = 230;
    public const double Left = 72;
    public const double Right = 628;
    public const double Top = 30;
    public const double Bottom = 196;

    private const int MostTicks = 6;
    private const int LongestFigure = 12;

    /// <summary>Of two lines that are nearer to each other only the first has its number.</summary>
    private const double MarkWidth = 26;

    private static readonly TimeSpan[] Steps =
    [
        .. new[] { 1, 2, 5, 10, 15, 30 }.Select(minutes => TimeSpan.FromMinutes(minutes)),
        .. new[] { 1, 2, 3, 6, 12 }.Select(hours => TimeSpan.FromHours(hours)),
        .. new[] { 1, 2, 7, 14, 30, 90, 365, 3650 }.Select(days => TimeSpan.FromDays(days)),
    ];

    private readonly ReadingChart chart;
    private readonly double low;
    private readonly double high;

    public ChartGeometry(ReadingChart chart)
    {
        this.chart = chart;
        Points = [.. chart.Points.Where(point => double.IsFinite(point.Value) && point.At >= chart.From && point.At <= chart.Until).OrderBy(point => point.At)];
        Limits = [.. chart.Limits.Where(limit => double.IsFinite(limit.Value))];
        Marks = [.. chart.Marks.Where(mark => mark.At >= chart.From && mark.At <= chart.Until).OrderBy(mark => mark.At)];
        var values = Points.Select(point => point.Value).Concat(Limits.Select(limit => limit.Value)).ToList();
        low = Math.Min(0, values.DefaultIfEmpty(0).Min());
        high = Math.Max(values.DefaultIfEmpty(0).Max(), chart.Unit is Unit.Ratio ? 1 : 0);
        high = double.IsNormal((high / 2) - (low / 2)) ? high : low + 1;
    }

    public IReadOnlyList<ReadingPoint> Points { get; }
    public IReadOnlyList<ReadingLimit> Limits { get; }
    public IReadOnlyList<ReadingMark> Marks { get; }

    /// <summary>One line each: between two of them nobody has looked.</summary>
    public IEnumerable<IReadOnlyList<ReadingPoint>> Stretches()
    {
        var stretch = new List<ReadingPoint>();
        foreach (var point in Points)
        {
            if (stretch.Count > 0 && point.At - stretch[^1].At > chart.LongestGap)
            {
                yield return stretch;
                stretch = [];
            }

            stretch.Add(point);
        }

        if (stretch.Count > 0)
        {
            yield return stretch;
        }
    }

    public string Line(IReadOnlyList<ReadingPoint> stretch) => string.Join(' ', stretch.Select(point => $"{X(point.At)},{Y(point.Value)}"));

    public string X(DateTimeOffset at) => Number(Place(at));

    /// <summary>Divided before it is subtracted, so that the largest numbers there are have a place too.</summary>
    public string Y(double value)
    {
        var whole = (high / 2) - (low / 2);
        return Number(Bottom - Math.Clamp(((value / 2) - (low / 2)) / whole, 0, 1) * (Bottom - Top));
    }

    public IReadOnlyList<double> Values() => [low, (low / 2) + (high / 2), high];

    public IEnumerable<(DateTimeOffset At, string Label)> Times()
    {
        var step = Steps.FirstOrDefault(step => (chart.Until - chart.From) / step <= MostTicks, Steps[^1]);
        var isOneDay = chart.From.UtcDateTime.Date == chart.Until.UtcDateTime.Date;
        for (var at = chart.From.UtcTicks - (chart.From.UtcTicks % step.Ticks) + step.Ticks; at <= chart.Until.UtcTicks; at += step.Ticks)
        {
            var tick = new DateTimeOffset(at, TimeSpan.Zero);
            yield return (tick, tick.ToString(step >= TimeSpan.FromDays(1) ? "d MMM" : isOneDay ? "HH:mm" : "d MMM HH:mm", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The marks whose number has room.</summary>
    public IEnumerable<(ReadingMark Mark, string? Number)> Numbered()
    {
        var free = double.NegativeInfinity;
        foreach (var mark in Marks)
        {
            var at = Place(mark.At);
            var hasRoom = at >= free;
            free = hasRoom ? at + MarkWidth : free;
            yield return (mark, hasRoom ? OneLine.Of(mark.Label.Split(' ')[0], 5) : null);
        }
    }

    public string Figure(double value) => OneLine.Of(new Reading(chart.Name, value, chart.Unit).Figure(), LongestFigure);

    /// <summary>What the picture shows, for whoever does not see it.</summary>
    public string Description()
    {
        var span = $"From {DocumentMarkdown.Dated(chart.From)} to {DocumentMarkdown.Dated(chart.Until)}.";
        if (Points.Count == 0)
        {
            return $"{span} Nothing was read.";
        }

        var (least, most) = (Points.MinBy(point => point.Value)!, Points.MaxBy(point => point.Value)!);
        var gaps = Stretches().Count() - 1;
        return $"{span} Lowest {Figure(least.Value)} at {Time(least.At)}, highest {Figure(most.Value)} at {Time(most.At)}, last {Figure(Points[^1].Value)}."
            + string.Concat(Limits.Select(limit => $" {limit.Name} from {Figure(limit.Value)}."))
            + (gaps > 0 ? $" {Plural.Of(gaps, "time")} nothing was read in between." : "");
    }

    /// <summary>The same numbers as a table: all of them, or, of many, what was lowest and highest in each of equal parts.</summary>
    public IReadOnlyList<(DateTimeOffset At, double Low, double High)> Rows(int most)
    {
        if (Points.Count <= most)
        {
            return [.. Points.Select(point => (point.At, point.Value, point.Value))];
        }

        var part = (chart.Until - chart.From) / most;
        return
        [
            .. Points.GroupBy(point => (int)Math.Min(most - 1, (point.At - chart.From) / part))
                .Select(group => (group.First().At, group.Min(point => point.Value), group.Max(point => point.Value))),
        ];
    }

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private double Place(DateTimeOffset at) => chart.Until > chart.From
        ? Left + ((at - chart.From) / (chart.Until - chart.From) * (Right - Left))
        : Left;

    public static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
