using System.Globalization;
using IncidentBot.Readings;
using IncidentBot.Settings;
using IncidentBot.Watch;

namespace IncidentBot.Watching;

/// <summary>A limit as people write it for a measure: <c>95%</c>, <c>1000</c>, <c>15m</c>, <c>100ms</c>, <c>512MB</c>, or <c>none</c>.</summary>
internal static class Limits
{
    public const string None = "none";

    private static readonly (string End, double Bytes)[] Sizes = [("GB", 1L << 30), ("MB", 1L << 20), ("KB", 1L << 10), ("B", 1)];

    /// <returns>Null where the text is no limit of that measure.</returns>
    public static double? Read(string text, Measure measure)
    {
        var trimmed = text.Trim();
        return measure.Unit switch
        {
            Unit.Ratio when trimmed.EndsWith('%') => Number(trimmed[..^1]) / 100,
            Unit.Seconds => TimeText.Read(trimmed)?.TotalSeconds,
            Unit.Milliseconds => TimeText.Read(trimmed)?.TotalMilliseconds,
            Unit.Bytes or Unit.BytesPerSecond when SizeOf(trimmed) is { Bytes: > 0 } size => Number(trimmed[..^size.End.Length]) * size.Bytes,
            _ => Number(trimmed),
        };
    }

    public static string Expected(Measure measure) => measure.Unit switch
    {
        Unit.Ratio => "a share: 95%",
        Unit.Seconds => "a time: 15m",
        Unit.Milliseconds => "a time: 100ms",
        Unit.Bytes or Unit.BytesPerSecond => "a size: 512MB",
        _ => "a number: 1000",
    };

    private static (string End, double Bytes) SizeOf(string text) =>
        Array.Find(Sizes, size => text.EndsWith(size.End, StringComparison.OrdinalIgnoreCase));

    private static double? Number(string text) =>
        double.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
