using System.Globalization;

namespace IncidentBot.Redis.Actions.Memory;

/// <summary>Sizes as Redis's own configuration spells them: 1kb is 1024 bytes, 1k is 1000.</summary>
internal static class MemorySize
{
    private static readonly (string Suffix, long Factor)[] Units =
    [
        ("kb", 1L << 10), ("mb", 1L << 20), ("gb", 1L << 30), ("tb", 1L << 40),
        ("k", 1_000), ("m", 1_000_000), ("g", 1_000_000_000), ("t", 1_000_000_000_000), ("b", 1), ("", 1),
    ];

    /// <returns>Bytes; null where the text is no size.</returns>
    public static long? Parse(string text)
    {
        var (suffix, factor) = Units.First(unit => text.EndsWith(unit.Suffix, StringComparison.OrdinalIgnoreCase));
        return decimal.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number <= long.MaxValue / factor
            ? (long)(number * factor)
            : null;
    }
}
