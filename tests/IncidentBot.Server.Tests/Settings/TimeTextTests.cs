using FsCheck;
using FsCheck.Fluent;

namespace IncidentBot.Settings;

public sealed class TimeTextTests
{
    [Theory]
    [InlineData("500ms", "00:00:00.5")]
    [InlineData("45s", "00:00:45")]
    [InlineData("1.7s", "00:00:01.7")]
    [InlineData("1h30m", "01:30:00")]
    [InlineData("1h 30m", "01:30:00")]
    [InlineData("90 m", "01:30:00")]
    [InlineData("2w", "14.00:00:00")]
    [InlineData("-5m", "-00:05:00")]
    [InlineData("00:30:00", "00:30:00")]
    [InlineData("1.12:00:00", "1.12:00:00")]
    [InlineData("00:00:00.050", "00:00:00.050")]
    public void It_is_read(string text, string expected) =>
        Assert.Equal(TimeSpan.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), TimeText.Read(text));

    [Theory]
    [InlineData("30")]
    [InlineData("12:30")]
    [InlineData("0")]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("5M30")]
    [InlineData("1h30")]
    [InlineData("25:00:00x")]
    [InlineData("00:61:00")]
    [InlineData("1e3s")]
    [InlineData("１０s")]
    [InlineData("999999999999w")]
    public void It_is_not_guessed(string text) => Assert.Null(TimeText.Read(text));

    [Fact]
    public void What_is_written_is_read_as_the_same() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<PositiveInt>(),
        milliseconds =>
        {
            var time = TimeSpan.FromMilliseconds(milliseconds.Get * 977L);
            return TimeText.Read(TimeText.Of(time)) == time;
        }));
}
