using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentBot.Words;

/// <summary>
/// A time as people type it: <c>16:20</c>, <c>16:20:05</c>, <c>2026-11-29 16:20</c>, each with <c>Z</c> or <c>+01:00</c> behind
/// it where it is not meant in UTC; or <c>-10min</c>, counted from the time that is there.
/// </summary>
internal sealed partial record ClockTime
{
    public const string Examples = "16:20, 2026-11-29 16:20, 16:20+01:00 (UTC where nothing is said) or -10min";

    private DateOnly? Day { get; init; }
    private TimeOnly Time { get; init; }
    private TimeSpan Offset { get; init; }
    private TimeSpan? Shift { get; init; }

    /// <summary>Counted from another time, and none of a clock.</summary>
    public bool IsShift => Shift is not null;

    /// <param name="words">It may be the first one or two of them.</param>
    /// <param name="used">How many it was; 0 where there is none.</param>
    public static ClockTime? Read(IReadOnlyList<string> words, out int used)
    {
        for (used = Math.Min(2, words.Count); used > 0; used--)
        {
            if (Read(string.Join(' ', words.Take(used))) is { } read)
            {
                return read;
            }
        }

        return null;
    }

    /// <summary>Without a day it is the one that comes nearest, of those that have come.</summary>
    public DateTimeOffset Near(DateTimeOffset there, DateTimeOffset now)
    {
        if (Shift is { } shift)
        {
            return there + shift;
        }

        if (Day is { } day)
        {
            return On(day);
        }

        var today = DateOnly.FromDateTime(there.ToOffset(Offset).DateTime);
        return new[] { On(today.AddDays(-1)), On(today), On(today.AddDays(1)) }.OrderBy(at => at > now).ThenBy(at => (at - there).Duration()).First();
    }

    /// <summary>Without a day it is the next one that comes.</summary>
    public DateTimeOffset Next(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.ToOffset(Offset).DateTime);
        return Shift is { } shift ? now + shift
            : Day is { } day ? On(day)
            : On(today) > now ? On(today)
            : On(today.AddDays(1));
    }

    private DateTimeOffset On(DateOnly day) => new DateTimeOffset(day.ToDateTime(Time), Offset).ToUniversalTime();

    private static ClockTime? Read(string text)
    {
        if (Shifted().Match(text) is { Success: true } shifted)
        {
            var amount = int.Parse(shifted.Groups["amount"].ValueSpan, CultureInfo.InvariantCulture);
            var shift = shifted.Groups["unit"].Value[0] switch
            {
                's' => TimeSpan.FromSeconds(amount),
                'h' => TimeSpan.FromHours(amount),
                _ => TimeSpan.FromMinutes(amount),
            };
            return new ClockTime { Shift = shifted.Groups["sign"].Value == "-" ? -shift : shift };
        }

        return OnAClock().Match(text) is { Success: true } match
            && TimeOnly.TryParse(match.Groups["time"].ValueSpan, CultureInfo.InvariantCulture, out var time)
            && DayOf(match.Groups["day"]) is { } day
            && OffsetOf(match.Groups["offset"].Value) is { } offset
            ? new ClockTime { Day = day.Value, Time = time, Offset = offset }
            : null;
    }

    /// <returns>Null where a day is named that there is not.</returns>
    private static (DateOnly? Value, bool Named)? DayOf(Group day) =>
        !day.Success ? (null, false)
            : DateOnly.TryParseExact(day.ValueSpan, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? (read, true)
            : null;

    private static TimeSpan? OffsetOf(string offset) => offset switch
    {
        "" or "Z" or "UTC" or " UTC" => TimeSpan.Zero,
        _ => TimeSpan.TryParseExact(offset[1..], @"hh\:mm", CultureInfo.InvariantCulture, out var read) && read <= TimeSpan.FromHours(14)
            ? offset[0] == '-' ? -read : read
            : null,
    };

    [GeneratedRegex("^(?<sign>[-+])(?<amount>[0-9]{1,4})(?<unit>s|sec|m|min|h)$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Shifted();

    [GeneratedRegex(
        "^(?:(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[ T])?(?<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)(?<offset>Z| ?UTC|[-+][0-9]{2}:[0-9]{2})?$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex OnAClock();
}
