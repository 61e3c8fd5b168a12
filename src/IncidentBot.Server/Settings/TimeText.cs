using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentBot.Settings;

/// <summary>
/// A length of time as settings have it: <c>500ms</c>, <c>45s</c>, <c>1h30m</c>, <c>7d</c>, or <c>00:30:00</c> and <c>1.12:00:00</c>. A number
/// without a unit is none: .NET takes 30 for thirty days and 12:30 for half a day.
/// </summary>
internal static partial class TimeText
{
    public const string Expected = "a number with ms, s, m, h, d or w, such as 30s or 1h30m, or hours, minutes and seconds as 00:30:00";

    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("w", TimeSpan.FromDays(7)),
        ("d", TimeSpan.FromDays(1)),
        ("h", TimeSpan.FromHours(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    /// <returns>Null where the text is no time, or longer than .NET can say.</returns>
    public static TimeSpan? Read(string text)
    {
        var typed = text.Trim();
        if (Clock().IsMatch(typed))
        {
            return TimeSpan.TryParse(typed, CultureInfo.InvariantCulture, out var clock) ? clock : null;
        }

        if (!WithUnits().IsMatch(typed))
        {
            return null;
        }

        try
        {
            var parts = Part().Matches(typed).Select(part =>
                double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture) * Units.First(unit => unit.Unit == part.Groups[2].Value).Length);
            return parts.Aggregate(TimeSpan.Zero, (sum, part) => sum + part) * (typed[0] == '-' ? -1 : 1);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>As it can be read again, in the largest units: <c>1h30m</c>, <c>1.7s</c>.</summary>
    public static string Of(TimeSpan time)
    {
        if (time < TimeSpan.FromSeconds(1))
        {
            return time == TimeSpan.Zero ? "0s" : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.###}ms");
        }

        (long Count, string Unit)[] whole = [(time.Days, "d"), (time.Hours, "h"), (time.Minutes, "m")];
        var seconds = new TimeSpan(time.Ticks % TimeSpan.TicksPerMinute).TotalSeconds;
        return string.Concat(whole.Where(part => part.Count > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Count}{part.Unit}")))
            + (seconds > 0 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###}s") : "");
    }

    [GeneratedRegex(@"\A-?(?:[0-9]{1,8}\.)?[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,7})?\z", RegexOptions.NonBacktracking)]
    private static partial Regex Clock();

    [GeneratedRegex(@"\A-?(?:[0-9]{1,12}(?:\.[0-9]{1,3})? ?(?:ms|s|m|h|d|w) ?)+\z", RegexOptions.NonBacktracking)]
    private static partial Regex WithUnits();

    [GeneratedRegex(@"([0-9]+(?:\.[0-9]+)?) ?(ms|s|m|h|d|w)", RegexOptions.NonBacktracking)]
    private static partial Regex Part();
}
