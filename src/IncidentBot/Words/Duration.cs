using System.Globalization;

namespace IncidentBot.Words;

/// <summary>Lengths of time as people say them: the two largest units that matter.</summary>
public static class Duration
{
    public static string Words(TimeSpan length) => length switch
    {
        _ when length < TimeSpan.FromSeconds(1) => "0 s",
        { TotalMinutes: < 1 } => $"{length.Seconds} s",
        { TotalHours: < 1 } => Pair(length.Minutes, "min", length.Seconds, "s"),
        { TotalDays: < 1 } => Pair(length.Hours, "h", length.Minutes, "min"),
        _ => Pair(length.Days, "d", length.Hours, "h"),
    };

    /// <summary>A limit that somebody set: nobody sets none, so a part of a second is said too.</summary>
    public static string Limit(TimeSpan length) => length < TimeSpan.FromSeconds(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{length.TotalSeconds:0.##} s")
        : Words(length);

    /// <summary>How long something took: in milliseconds while that tells more.</summary>
    public static string Measured(TimeSpan length) => length.TotalMilliseconds < 10_000
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, length.TotalMilliseconds):0} ms")
        : Words(length);

    private static string Pair(int large, string largeUnit, int small, string smallUnit) =>
        small == 0 ? $"{large} {largeUnit}" : $"{large} {largeUnit} {small} {smallUnit}";
}
