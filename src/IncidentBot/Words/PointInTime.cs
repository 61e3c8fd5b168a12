using System.Globalization;

namespace IncidentBot.Words;

/// <summary>A time as a person types it: <c>2026-11-22</c>, <c>2026-11-22T10:15</c>, with <c>+01:00</c> where it is not UTC.</summary>
public static class PointInTime
{
    private static readonly string[] Formats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK"];

    public static DateTimeOffset? TryRead(string text) =>
        DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : null;

    public static string Expected(string typed) =>
        $"'{typed}' is no time. Write 2026-11-22 or 2026-11-22T10:15, in UTC or with the difference from it: 2026-11-22T10:15+01:00.";
}
