using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Chat.Slack;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Messages;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Slack;

public sealed class BlockKitTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 10, 29, 58, TimeSpan.Zero);

    [Fact]
    public void A_card_reads_from_top_to_bottom()
    {
        var blocks = Blocks(SlackCards.Living);

        Assert.Equal(["header", "section", "section", "section", "section", "context", "actions"], blocks.Select(block => (string?)block!["type"]));
        Assert.Equal("🔴 INC-42  P0  MITIGATING  Redis out of memory (primary)", (string?)blocks[0]!["text"]!["text"]);
        Assert.StartsWith("INC-42  P0  MITIGATING", Text(SlackCards.Living), StringComparison.Ordinal);
    }

    [Fact]
    public void A_title_that_is_too_long_for_a_header_is_whole_all_the_same()
    {
        var title = $"primary is slow: {new string('x', 300)}";

        Assert.Equal(title, Assert.IsType<Block.Section>(BlockKit.Render(new Card(title)).Blocks[0]).Text!.Text);
        Assert.False(BlockKit.Render(new Card(title)).IsCut);
    }

    [Fact]
    public void A_title_cannot_mention_anybody()
    {
        var card = Card.Say(
            "<!channel> @here <@U1> &",
            "<!here> @channel",
            $"<!everyone> at {Moment.Of(At)}") with
        { Buttons = [new CardButton("<!channel>", "/redis ping") { Confirm = "<!here>" }] };
        var blocks = Blocks(card);

        Assert.All(TextObjects(blocks), text =>
        {
            if ((string?)text["type"] == "mrkdwn")
            {
                Assert.DoesNotContain("<!e", (string?)text["text"], StringComparison.Ordinal);
                Assert.True((bool?)text["verbatim"]);
            }
        });
        Assert.Contains(
            "&lt;!everyone&gt;",
            blocks.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
            StringComparison.Ordinal);
        Assert.StartsWith("&lt;!channel&gt; @here &lt;@U1&gt; &amp;\n&lt;!here&gt;", Text(card), StringComparison.Ordinal);
    }

    [Fact]
    public void A_moment_is_shown_in_the_readers_own_time()
    {
        var text = Assert.Single(Blocks(Card.Say("", $"Next update by {Moment.Of(At)}.")))!["text"]!;

        Assert.Equal("mrkdwn", (string?)text["type"]);
        Assert.Equal($"Next update by <!date^{At.ToUnixTimeSeconds()}^{{time_secs}}|10:29:58 UTC>.", (string?)text["text"]);
    }

    [Fact]
    public void A_moment_of_another_day_has_it()
    {
        var card = new Card("") { Blocks = [new CardBlock.Text($"Opened {Moment.Of(At)}."), new CardBlock.Lines([$"{Moment.Of(At)} oom"])] };

        var blocks = Blocks(card.WithDays(At + TimeSpan.FromHours(13)));

        Assert.Equal(
            $"Opened <!date^{At.ToUnixTimeSeconds()}^{{date_short}} {{time_secs}}|22 Nov 2026 10:29:58 UTC>.", (string?)blocks[0]!["text"]!["text"]);
        Assert.Contains("22 Nov 2026 10:29:58 UTC oom", blocks[1]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(Blocks(card).ToJsonString(), Blocks(card.WithDays(At + TimeSpan.FromHours(11))).ToJsonString());
    }

    [Fact]
    public void Where_Slack_renders_no_dates_a_moment_is_in_UTC()
    {
        var blocks = Blocks(new Card($"Since {Moment.Of(At)}")
        {
            Blocks = [new CardBlock.Lines([$"{Moment.Of(At)} oom"])],
            Buttons = [new CardButton($"At {Moment.Of(At)}", "/x")],
        });

        Assert.DoesNotContain("<!date", blocks.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(3, blocks.ToJsonString().Split("10:29:58 UTC").Length - 1);
    }

    [Fact]
    public void A_moment_outside_the_calendar_is_text_like_any_other() =>
        Assert.Contains("&lt;t:999999999999&gt;", (string?)Blocks(Card.Say("", "<t:999999999999>"))[0]!["text"]!["text"], StringComparison.Ordinal);

    [Fact]
    public void Key_patterns_are_shown_as_they_are()
    {
        var blocks = Blocks(new Card("")
        {
            Blocks =
            [
                new CardBlock.Text("Not touched: bull:*, cb:*, `sess:*`."),
                new CardBlock.Fields([new CardField("Cause", "rl:* and cb:*"), new CardField("Memory", "512 MB")]),
            ],
        });

        Assert.Equal("plain_text", (string?)blocks[0]!["text"]!["type"]);
        Assert.Equal("Not touched: bull:*, cb:*, `sess:*`.", (string?)blocks[0]!["text"]!["text"]);
        Assert.Equal("Cause\nrl:* and cb:*", (string?)blocks[1]!["fields"]![0]!["text"]);
        Assert.All(blocks[1]!["fields"]!.AsArray(), field => Assert.Equal("plain_text", (string?)field!["type"]));
    }

    [Fact]
    public void Labels_are_bold_where_nothing_is_lost_by_it() =>
        Assert.Equal(
            "*Policy*\nmaxmemory_policy &lt; 3",
            (string?)Blocks(new Card("") { Blocks = [new CardBlock.Fields([new CardField("Policy", "maxmemory_policy < 3")])] })[0]!["fields"]![0]!["text"]);

    [Fact]
    public void A_link_can_be_followed() =>
        Assert.Equal(
            "See <https://grafana.example/d/1?a=1&amp;b=2>.",
            (string?)Blocks(Card.Say("", "See https://grafana.example/d/1?a=1&b=2."))[0]!["text"]!["text"]);

    [Fact]
    public void Lines_keep_their_columns_and_cannot_leave_their_block()
    {
        var text = (string?)Blocks(new Card("") { Blocks = [new CardBlock.Lines(["primary  PONG", "  ``` <!channel> *bold*"])] })[0]!["text"]!["text"];

        Assert.Equal("```\nprimary  PONG\n  ''' &lt;!channel&gt; *bold*\n```", text);
    }

    [Fact]
    public void Many_lines_are_cut_and_counted()
    {
        var text = (string?)Blocks(
            new Card("") { Blocks = [new CardBlock.Lines([.. Enumerable.Range(1, 500).Select(n => $"client {n:D4} 10.0.0.1:50000")])] })[0]!["text"]!["text"];

        Assert.InRange(text!.Length, 2500, 3000);
        var shown = text.Split('\n').Count(line => line.StartsWith("client", StringComparison.Ordinal));
        Assert.EndsWith($"… {500 - shown} more lines\n```", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_paragraph_goes_on_in_the_next_section_and_is_counted_at_the_end()
    {
        var sections = Blocks(Card.Say("", string.Join(' ', Enumerable.Repeat("memory", 2000))));

        Assert.All(sections, section => Assert.InRange(((string?)section!["text"]!["text"])!.Length, 1, 3000));
        Assert.EndsWith("memory ", (string?)sections[0]!["text"]!["text"], StringComparison.Ordinal);
        Assert.Matches(
            "… [0-9]+ more characters",
            sections.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public void Blocks_beyond_what_a_message_holds_are_counted_and_the_buttons_stay()
    {
        var blocks = Blocks(Card.Say("Many", [.. Enumerable.Range(1, 100).Select(n => $"Line {n}")]) with { Buttons = [new CardButton("Go", "/redis ping")] });

        Assert.Equal(50, blocks.Count);
        Assert.Equal("actions", (string?)blocks[49]!["type"]);
        Assert.Equal("… 53 more parts did not fit into one Slack message", (string?)blocks[48]!["elements"]![0]!["text"]);
    }

    [Fact]
    public void More_fields_than_a_section_holds_go_into_the_next()
    {
        var blocks = Blocks(new Card("") { Blocks = [new CardBlock.Fields([.. Enumerable.Range(1, 35).Select(n => new CardField($"Field {n}", $"{n} MB"))])] });

        Assert.Equal([10, 10, 10], blocks.Take(3).Select(block => block!["fields"]!.AsArray().Count));
        Assert.Equal("… 5 more fields", (string?)blocks[3]!["elements"]![0]!["text"]);
    }

    [Fact]
    public void More_buttons_than_a_row_holds_go_into_the_next_and_no_command_is_cut()
    {
        var card = new Card("")
        {
            Buttons =
        [
            new CardButton("Long", "/run " + new string('x', 2000)),
            .. Enumerable.Range(1, 60).Select(n => new CardButton($"Run {n}", $"/run {n}")),
        ]
        };
        var blocks = Blocks(card);

        Assert.Equal([25, 25], blocks.Take(2).Select(block => block!["elements"]!.AsArray().Count));
        Assert.Contains("11 more buttons", (string?)blocks[2]!["elements"]![0]!["text"], StringComparison.Ordinal);
        Assert.DoesNotContain("xxx", blocks.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_button_asks_first_where_the_card_says_so()
    {
        var button = Blocks(new Card("")
        {
            Buttons = [new CardButton("Approve", "/approve R-12") { Style = ButtonStyle.Danger, Confirm = "Unlink 1,204,000 keys?" }],
        })[0]!["elements"]![0]!;

        Assert.Equal("danger", (string?)button["style"]);
        Assert.Equal("Unlink 1,204,000 keys?", (string?)button["confirm"]!["text"]!["text"]);
        Assert.Equal("Approve", (string?)button["confirm"]!["confirm"]!["text"]);
        Assert.Equal("Do nothing", (string?)button["confirm"]!["deny"]!["text"]);
        Assert.Equal("danger", (string?)button["confirm"]!["style"]);
    }

    [Fact]
    public void What_is_pressed_on_its_page_leads_there_and_types_nothing()
    {
        var page = new Uri("https://bot.example/dashboard/form?command=%2Fapprove%20R-12");
        var button = Blocks(new Card("")
        {
            Buttons = [new CardButton("Approve", "/approve R-12") { Confirm = "Unlink?", Page = page }],
        })[0]!["elements"]![0]!;

        Assert.Equal("https://bot.example/dashboard/form?command=%2Fapprove%20R-12", (string?)button["url"]);
        Assert.Null(button["value"]);
        Assert.Null(button["confirm"]);
    }

    [Fact]
    public void The_answers_say_what_they_do()
    {
        var button = Blocks(new Card("")
        {
            Buttons = [new CardButton("Cancel", "/run cancel R-12") { Confirm = "Stop R-12?", Yes = "Cancel the run", No = "Leave it running" }],
        })[0]!["elements"]![0]!;

        Assert.Equal("Cancel the run", (string?)button["confirm"]!["confirm"]!["text"]);
        Assert.Equal("Leave it running", (string?)button["confirm"]!["deny"]!["text"]);
    }

    [Theory]
    [InlineData(0.436, "████░░░░░░ 43 %  clear-cache")]
    [InlineData(0.0, "░░░░░░░░░░ 0 %  clear-cache")]
    [InlineData(0.999, "█████████░ 99 %  clear-cache")]
    [InlineData(1.0, "██████████ 100 %  clear-cache")]
    [InlineData(7.0, "██████████ 100 %  clear-cache")]
    [InlineData(double.NaN, "clear-cache …")]
    [InlineData(null, "clear-cache …")]
    public void Progress_is_a_bar_and_a_number(double? fraction, string shown) =>
        Assert.Equal(shown, (string?)Blocks(new Card("") { Blocks = [new CardBlock.Progress("clear-cache", fraction)] })[0]!["text"]!["text"]);

    [Fact]
    public void A_card_that_says_nothing_is_still_a_message()
    {
        Assert.Equal("(no text)", (string?)Assert.Single(Blocks(new Card(" ")))!["text"]!["text"]);
        Assert.Equal("(no text)", Text(new Card(" ")));
    }

    private static JsonArray Blocks(Card card)
    {
        var blocks = JsonSerializer.SerializeToNode(BlockKit.Render(card).Blocks, SlackJson.Options)!.AsArray();
        Assert.Empty(FakeSlackBlockKit.Problems(blocks));
        return blocks;
    }

    private static string Text(Card card) => BlockKit.Render(card).Text;

    private static IEnumerable<JsonObject> TextObjects(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(TextObjects),
        JsonObject thing when thing["text"] is JsonValue => [thing],
        JsonObject thing => thing.SelectMany(property => TextObjects(property.Value)),
        _ => [],
    };
}
