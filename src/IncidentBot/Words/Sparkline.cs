namespace IncidentBot.Words;

/// <summary>A course of values in a row of letters, for where nothing can be drawn.</summary>
public static class Sparkline
{
    private const string Heights = "▁▂▃▄▅▆▇█";
    private const char Unknown = '·';

    /// <param name="points">In the order of their times.</param>
    /// <param name="width">How many letters: each stands for the same length of time, and for the highest value within it.</param>
    /// <param name="top">The value of the highest letter, where values are not compared with each other only: 1 for a share.</param>
    public static string Draw(
        IReadOnlyList<(DateTimeOffset At, double Value)> points, DateTimeOffset from, DateTimeOffset to, int width, double? top = null)
    {
        var columns = new double?[width];
        foreach (var (at, value) in points.Where(point => point.At >= from && point.At <= to))
        {
            var column = Math.Min(width - 1, (int)((at - from) / (to - from) * width));
            columns[column] = columns[column] is { } there ? Math.Max(there, value) : value;
        }

        var highest = top ?? columns.Max() ?? 0;
        return string.Concat(columns.Select(value => value is not { } known ? Unknown
            : highest <= 0 ? Heights[0]
            : Heights[Math.Clamp((int)(known / highest * (Heights.Length - 1) + 0.5), 0, Heights.Length - 1)]));
    }
}
