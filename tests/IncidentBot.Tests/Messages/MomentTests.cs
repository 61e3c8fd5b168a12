using IncidentBot.Messages;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Messages;

public sealed class MomentTests
{
    [Fact]
    public void A_moment_is_written_in_whole_seconds_whatever_the_zone()
    {
        Assert.Equal("<t:1795316400>", Moment.Of(Some.Night));
        Assert.Equal("<t:1795316400>", Moment.Of(Some.Night.AddMilliseconds(999).ToOffset(TimeSpan.FromHours(5.5))));
    }

    [Fact]
    public void Every_moment_of_a_text_is_rendered_and_the_rest_is_left_alone()
    {
        var text = $"from {Moment.Of(Some.Night)} to {Moment.Of(Some.Night.AddMinutes(5))}, <b>not</b> <t:>";

        Assert.Equal("from 03:00 to 03:05, <b>not</b> <t:>", Moment.Replace(text, at => $"{at:HH:mm}"));
    }

    [Theory]
    [InlineData("<t:253402300799>", "9999-12-31")]
    [InlineData("<t:0>", "1970-01-01")]
    [InlineData("<t:253402300800>", "<t:253402300800>")]
    [InlineData("<t:999999999999>", "<t:999999999999>")]
    [InlineData("<t:1234567890123>", "<t:1234567890123>")]
    [InlineData("<t:-1>", "<t:-1>")]
    [InlineData("<T:1>", "<T:1>")]
    [InlineData("<t:١٢>", "<t:١٢>")]
    public void What_is_no_moment_that_exists_stays_as_it_is(string text, string shown) => Assert.Equal(shown, Moment.Replace(text, at => $"{at:yyyy-MM-dd}"));
}
