using IncidentBot.Words;

namespace IncidentBot.Tests.Words;

public sealed class DurationTests
{
    [Theory]
    [InlineData(-3, "0 s")]
    [InlineData(0.4, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(872, "14 min 32 s")]
    [InlineData(3600, "1 h")]
    [InlineData(3900, "1 h 5 min")]
    [InlineData(183600, "2 d 3 h")]
    public void A_length_of_time_is_said_in_its_two_largest_units(double seconds, string words) =>
        Assert.Equal(words, Duration.Words(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0.2, "0.2 s")]
    [InlineData(10, "10 s")]
    [InlineData(90, "1 min 30 s")]
    public void A_limit_is_never_nothing(double seconds, string words) => Assert.Equal(words, Duration.Limit(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0.0001, "1 ms")]
    [InlineData(0.34, "340 ms")]
    [InlineData(9.9994, "9999 ms")]
    [InlineData(12, "12 s")]
    public void What_was_measured_is_said_in_milliseconds_while_that_tells_more(double seconds, string words) =>
        Assert.Equal(words, Duration.Measured(TimeSpan.FromSeconds(seconds)));
}
