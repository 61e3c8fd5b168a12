using IncidentBot.Messages;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Messages;

public sealed class PlainTextTests
{
    [Fact]
    public void A_card_reads_from_top_to_bottom()
    {
        var card = new Card($"R-1 since {Moment.Of(Some.Night)}")
        {
            Blocks =
            [
                new CardBlock.Text("Would unlink 100 keys."),
                new CardBlock.Fields([new CardField("By", "Ada"), new CardField("Risk", "Change")]),
                new CardBlock.Lines(["pass  ping", "FAIL  memory"]),
                new CardBlock.Progress("half of it", 0.4999),
                new CardBlock.Progress("no idea", null),
                new CardBlock.Footnote($"valid until {Moment.Of(Some.Night.AddMinutes(10))}"),
            ],
            Buttons = [new CardButton("Confirm", "/approve R-1 7c1e2d49"), new CardButton("Cancel", "/run cancel R-1")],
        };

        Assert.Equal(
            """
            R-1 since 03:00:00 UTC
            Would unlink 100 keys.
            By    Ada
            Risk  Change
            pass  ping
            FAIL  memory
            half of it 50 %
            no idea
            valid until 03:10:00 UTC
            [Confirm] [Cancel]
            """.ReplaceLineEndings("\n"),
            PlainText.Render(card));
    }

    [Fact]
    public void A_card_may_be_its_title_alone()
    {
        Assert.Equal("Done", PlainText.Render(new Card("Done")));
        Assert.Equal("Done", PlainText.Render(new Card("Done") { Blocks = [new CardBlock.Fields([]), new CardBlock.Lines([])] }));
    }

    [Fact]
    public void What_is_said_in_lines_is_a_paragraph_each() => Assert.Equal("Title\none\ntwo", PlainText.Render(Card.Say("Title", "one", "two")));

    [Fact]
    public void A_time_has_its_day_where_that_is_not_today()
    {
        var card = new Card($"from {Moment.Of(Some.Night)}");

        Assert.Equal("from 03:00:00 UTC", PlainText.Render(card, Some.Night.AddHours(20)));
        Assert.Equal("from 22 Nov 03:00:00 UTC", PlainText.Render(card, Some.Night.AddHours(21)));
        Assert.Equal("from 22 Nov 2026 03:00:00 UTC", PlainText.Render(card, Some.Night.AddDays(60)));
    }
}
