using IncidentBot.Words;

namespace IncidentBot.Tests.Words;

public sealed class DeadlineTests
{
    /// <summary>A Sunday.</summary>
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("17:00", "2026-11-22 17:00")]
    [InlineData("02:59", "2026-11-23 02:59")]
    [InlineData("03:00", "2026-11-23 03:00")]
    [InlineData("17:00+02:00", "2026-11-22 15:00")]
    [InlineData("2026-12-04 17:00", "2026-12-04 17:00")]
    [InlineData("2026-12-04", "2026-12-04 23:59")]
    [InlineData("today", "2026-11-22 23:59")]
    [InlineData("Tomorrow", "2026-11-23 23:59")]
    [InlineData("sunday", "2026-11-22 23:59")]
    [InlineData("FRI", "2026-11-27 23:59")]
    [InlineData("saturday", "2026-11-28 23:59")]
    [InlineData("90min", "2026-11-22 04:30")]
    [InlineData("3h", "2026-11-22 06:00")]
    [InlineData("2d", "2026-11-24 03:00")]
    [InlineData("1w", "2026-11-29 03:00")]
    public void It_is_the_next_time_that_is_written_so(string typed, string at) =>
        Assert.Equal($"{at}Z", $"{Deadline.Read(typed.Split(' '))?.From(Now).UtcDateTime:yyyy-MM-dd HH:mmK}");

    [Theory]
    [InlineData("hand")]
    [InlineData("fryday")]
    [InlineData("2026-13-01")]
    [InlineData("25:00")]
    [InlineData("1700")]
    [InlineData("-10min")]
    [InlineData("3")]
    [InlineData("friday 17:00 or so")]
    [InlineData("")]
    public void What_is_no_such_time_is_none(string typed) => Assert.Null(Deadline.Read(typed.Split(' ')));
}
