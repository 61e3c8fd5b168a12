using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentBot.Words;

/// <summary>
/// A time that is still to come, as people type it: <c>17:00</c> is the next one, <c>friday</c> and <c>2026-12-04</c> mean the end of
/// that day, <c>3h</c> and <c>2d</c> count from now. In UTC where nothing is said.
/// </summary>
internal sealed partial record Deadline
{
    public const string Examples = "17:00, tomorrow, friday, 2026-12-04, 2026-12-04 17:00 (UTC where nothing is said), 3h or 2d";

    private static readonly TimeSpan EndOfDay = new(23, 59, 0);

    private TimeSpan? Length { get; init; }
    private DayOfWeek? Weekday { get; init; }
    private int? Days { get; init; }
    private DateOnly? Day { get; init; }
    private ClockTime? Clock { get; init; }

    /// <returns>Null where the words are no such time, or more than one.</returns>
    public static Deadline? Read(IReadOnlyList<string> words) => words switch
    {
        [var word] when Counted().Match(word) is { Success: true } counted => new Deadline { Length = LengthOf(counted) },
        [var word] when word.ToLowerInvariant() is "today" or "tomorrow" => new Deadline { Days = word.Length > "today".Length ? 1 : 0 },
        [var word] when DayOf(word) is { } weekday => new Deadline { Weekday = weekday },
        [var word] when DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) =>
            new Deadline { Day = day },
        _ when ClockTime.Read(words, out var used) is { IsShift: false } clock && used == words.Count => new Deadline { Clock = clock },
        _ => null,
    };

    public DateTimeOffset From(DateTimeOffset now) => this switch
    {
        { Length: { } length } => now + length,
        { Clock: { } clock } => clock.Next(now),
        { Day: { } day } => EndOf(day),
        { Weekday: { } weekday } => EndOf(Today(now).AddDays(((int)weekday - (int)now.UtcDateTime.DayOfWeek + 7) % 7)),
        _ => EndOf(Today(now).AddDays(Days!.Value)),
    };

    private static DateOnly Today(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime);

    private static DateTimeOffset EndOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue) + EndOfDay, TimeSpan.Zero);

    private static TimeSpan LengthOf(Match counted)
    {
        var amount = int.Parse(counted.Groups["amount"].ValueSpan, CultureInfo.InvariantCulture);
        return counted.Groups["unit"].Value switch
        {
            "h" => TimeSpan.FromHours(amount),
            "d" => TimeSpan.FromDays(amount),
            "w" => TimeSpan.FromDays(7 * amount),
            _ => TimeSpan.FromMinutes(amount),
        };
    }

    /// <summary><c>friday</c> or <c>fri</c>.</summary>
    private static DayOfWeek? DayOf(string word) => Enum.GetValues<DayOfWeek>()
        .Where(day => word.Equals($"{day}", StringComparison.OrdinalIgnoreCase) || word.Equals($"{day}"[..3], StringComparison.OrdinalIgnoreCase))
        .Select(day => (DayOfWeek?)day)
        .FirstOrDefault();

    [GeneratedRegex("^(?<amount>[0-9]{1,3})(?<unit>min|m|h|d|w)$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Counted();
}
