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
    [InlineData(0, "At 03:00.")]
    [InlineData(11.9, "At 03:00.")]
    [InlineData(-11.9, "At 03:00.")]
    [InlineData(12.1, "At 22 with its day.")]
    [InlineData(-12.1, "At 22 with its day.")]
    public void A_moment_of_another_day_is_marked_in_every_text_of_a_card(double hoursLater, string shown)
    {
        var text = $"At {Moment.Of(Some.Night)}.";
        var card = new Card(text)
        {
            Blocks =
            [
                new CardBlock.Text(text), new CardBlock.Fields([new CardField("Since", text)]), new CardBlock.Lines([text]),
                new CardBlock.Progress(text, null), new CardBlock.Footnote(text),
            ],
            Buttons = [new CardButton(text, "/x") { Confirm = text }],
        }.WithDays(Some.Night.AddHours(hoursLater));

        string[] texts =
        [
            card.Title, .. card.Blocks.OfType<CardBlock.Text>().Select(block => block.Value), card.Blocks.OfType<CardBlock.Fields>().Single().Items[0].Value,
            .. card.Blocks.OfType<CardBlock.Lines>().Single().Items, card.Blocks.OfType<CardBlock.Progress>().Single().Label,
            card.Blocks.OfType<CardBlock.Footnote>().Single().Value, card.Buttons[0].Label, card.Buttons[0].Confirm!,
        ];
        Assert.Equal(8, texts.Length);
        Assert.All(texts, one => Assert.Equal(shown, Moment.Replace(one, (at, hasDay) => hasDay ? $"{at:dd} with its day" : $"{at:HH:mm}")));
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
