using System.Globalization;
using IncidentBot.Words;

namespace IncidentBot.Tests.Words;

public sealed class ClockTimeTests
{
    private static readonly DateTimeOffset There = new(2026, 11, 29, 16, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("16:20", "2026-11-29 16:20:00")]
    [InlineData("16:20:05", "2026-11-29 16:20:05")]
    [InlineData("16:20 UTC", "2026-11-29 16:20:00")]
    [InlineData("16:20Z", "2026-11-29 16:20:00")]
    [InlineData("17:20+01:00", "2026-11-29 16:20:00")]
    [InlineData("23:50", "2026-11-29 23:50:00")]
    [InlineData("02:00", "2026-11-29 02:00:00")]
    [InlineData("01:00", "2026-11-30 01:00:00")]
    [InlineData("2026-11-28 16:20", "2026-11-28 16:20:00")]
    [InlineData("2026-11-28T16:20:05Z", "2026-11-28 16:20:05")]
    [InlineData("2026-11-28 00:20+01:00", "2026-11-27 23:20:00")]
    [InlineData("-10min", "2026-11-29 16:20:00")]
    [InlineData("-90s", "2026-11-29 16:28:30")]
    [InlineData("+2h", "2026-11-29 18:30:00")]
    public void A_time_is_read_as_it_is_meant(string typed, string expected) =>
        Assert.Equal(expected, Read(typed)?.Near(There, There.AddHours(9)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));

    [Fact]
    public void Just_after_midnight_an_evening_is_the_one_before() =>
        Assert.Equal(new DateTimeOffset(2026, 11, 28, 23, 50, 0, TimeSpan.Zero), Read("23:50")!.Near(There.AddHours(-16.4), There));

    [Theory]
    [InlineData("1620")]
    [InlineData("25:00")]
    [InlineData("16:61")]
    [InlineData("2026-02-30 16:20")]
    [InlineData("16:20+25:00")]
    [InlineData("-10")]
    [InlineData("soon")]
    [InlineData("")]
    public void What_is_no_time_is_not_taken_for_one(string typed) => Assert.Null(Read(typed));

    [Fact]
    public void What_stands_behind_it_is_left()
    {
        ClockTime.Read(["2026-11-28", "16:20", "the", "alert"], out var day);
        ClockTime.Read(["16:20", "the", "alert"], out var hour);

        Assert.Equal((2, 1), (day, hour));
    }

    private static ClockTime? Read(string typed) => ClockTime.Read(typed.Split(' '), out var used) is { } read && used == typed.Split(' ').Length ? read : null;
}
