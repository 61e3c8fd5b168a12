using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Chat.Teams;
using IncidentBot.Chat.Teams.Wire;
using IncidentBot.Messages;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Teams;

public sealed partial class AdaptiveCardsTests
{
    private static readonly JsonSerializerOptions Readable =
        new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void A_file_is_its_text_because_a_card_can_hold_none()
    {
        var file = new CardBlock.File("inc-1.html", "text/html", "<p>x</p>") { Instead = "# INC-1 post-mortem\n\n- it was repaired" };

        var card = Rendered(new Card("INC-1 post-mortem, html") { Blocks = [file] });

        Assert.Contains(Texts(card), text => text.Contains("it was repaired", StringComparison.Ordinal));
        Assert.DoesNotContain(Texts(card), text => text.Contains("<p>", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_pressed_on_its_page_leads_there_and_types_nothing()
    {
        var page = new Uri("https://bot.example/dashboard/form?command=%2Fapprove%20R-12");

        var action = Rendered(new Card("x") { Buttons = [new CardButton("Approve", "/approve R-12") { Confirm = "Unlink?", Page = page }] })["actions"]![0]!;

        Assert.Equal(("Action.OpenUrl", page.OriginalString), ((string?)action["type"], (string?)action["url"]));
        Assert.Null(action["data"]);
    }

    [Fact]
    public void Any_card_becomes_a_message_that_Teams_takes_and_in_which_nothing_is_markup() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(TeamsCards.Any.Select(card => new TeamsCards.Sample(card)).ToArbitrary(), sample =>
        {
            var card = Rendered(sample.Card);

            Assert.InRange(card.ToJsonString(TeamsJson.Options).Length * 2, 1, 27 * 1024);
            Assert.InRange(card["actions"]!.AsArray().Count, 0, 5);
            Assert.NotEmpty(card["body"]!.AsArray());

            // Neither Markdown nor a mention can come of a run; both can of a TextBlock, a FactSet or an entity.
            Assert.All(Objects(card).Where(thing => thing.ContainsKey("text")), thing => Assert.Equal("TextRun", (string?)thing["type"]));
            Assert.All(
                Objects(card["body"]).Where(thing => thing["type"] is not null),
                thing => Assert.Contains((string)thing["type"]!, (string[])["RichTextBlock", "TextRun"]));
            Assert.All(Objects(card), thing => Assert.False(thing.ContainsKey("entities") || thing.ContainsKey("url") || thing.ContainsKey("selectAction")));
            Assert.Equal("""{"width":"Full"}""", card["msteams"]!.ToJsonString());

            // Teams puts times in place of this notation everywhere, so nobody else may write it.
            var written = Texts(card).Sum(text => Notation().Count(text));
            var ours = Texts(card).Sum(text => Time().Count(text));
            Assert.Equal(ours, written);
            Assert.True(ours <= Moments(sample.Card), "a time that is not ours");
        }));

    [Fact]
    public void A_button_brings_back_the_command_it_was_given() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(TeamsCards.Button.ToArbitrary(), button =>
        {
            var read = ButtonData.Read(JsonSerializer.SerializeToElement(ButtonData.Of(button), TeamsJson.Options));

            // JSON holds no half of a surrogate pair, and a button without a command types nothing.
            Assert.Equal(button.Command.Length == 0 ? null : WellFormed(button.Command), read?.Command);
            Assert.Equal(button.Command.Length == 0 || button.OnceKey is null ? null : WellFormed(button.OnceKey), read?.Once);
        }));

    [Theory]
    [InlineData("**bold** _it_ [click](https://evil.example) <at>Bob</at>")]
    [InlineData("# heading\n- item\n1. item")]
    [InlineData("rl:* and bull:*")]
    public void Text_is_shown_as_it_is(string text) =>
        Assert.Equal(
            text,
            string.Join('\n', Rendered(Card.Say("x", text))["body"]!.AsArray().Skip(1).Select(element => (string)element!["inlines"]![0]!["text"]!)));

    [Fact]
    public void A_notation_for_times_that_somebody_typed_stays_text()
    {
        var text = (string)Rendered(Card.Say("{{TIME(2026-11-22T10:29:58Z)}}"))["body"]![0]!["inlines"]![0]!["text"]!;

        Assert.Equal("{{TIME(2026-11-22T10:29:58Z)}}", text.Replace("\u200b", "", StringComparison.Ordinal));
        Assert.NotEqual("{{TIME(2026-11-22T10:29:58Z)}}", text);
    }

    [Fact]
    public void A_moment_is_shown_in_the_readers_own_time() =>
        Assert.Equal(
            "Updated {{TIME(2026-11-22T05:06:25Z)}}.",
            (string?)Rendered(new Card("x") { Blocks = [new CardBlock.Footnote("Updated <t:1795323985>.")] })["body"]![1]!["inlines"]![0]!["text"]);

    [Fact]
    public void A_moment_of_another_day_has_it()
    {
        var card = new Card("x") { Blocks = [new CardBlock.Footnote("Updated <t:1795323985>.")] };

        var drawn = Rendered(card.WithDays(DateTimeOffset.FromUnixTimeSeconds(1795323985) - TimeSpan.FromDays(1)));

        Assert.Equal(
            "Updated {{DATE(2026-11-22T05:06:25Z, SHORT)}} {{TIME(2026-11-22T05:06:25Z)}}.", (string?)drawn["body"]![1]!["inlines"]![0]!["text"]);
    }

    [Fact]
    public void Columns_stay_columns() =>
        Assert.Equal(
            "a\u00a0\u00a0\u00a0\u00a0b c",
            (string?)Rendered(new Card("") { Blocks = [new CardBlock.Lines(["a    b c"])] })["body"]![0]!["inlines"]![0]!["text"]);

    [Fact]
    public void The_thread_of_an_incident_is_named_in_words() =>
        Assert.Equal(
            "It is handled in the thread of INC-7.",
            (string?)Rendered(Card.Say("x", "It is handled in 19:incidents@thread.tacv2;incident=7."))["body"]![1]!["inlines"]![0]!["text"]);

    [Fact]
    public void What_is_too_much_is_dropped_from_the_evidence_on_and_the_card_says_so()
    {
        var shown = Rendered(TeamsCards.All["evidence"]);
        var texts = Texts(shown["body"]).ToList();

        Assert.Equal(["Clients", "400 clients.", "10.0.0.0:50000\u00a0\u00a0name=worker-0"], texts.Take(3));
        Assert.Equal("Read just now.", texts[^2]);
        var lines = texts.Count(text => text.Contains("worker", StringComparison.Ordinal));
        Assert.InRange(lines, 20, 399);
        Assert.Equal($"… {400 - lines} more lines did not fit into one Teams message", texts[^1]);
    }

    [Fact]
    public void Of_a_long_output_the_beginning_is_seen_and_the_rest_is_behind_a_button_and_says_what_is_missing()
    {
        var card = Rendered(TeamsCards.All["output"]);

        Assert.Equal(10, Texts(card["body"]).Count(text => text.Contains("worker", StringComparison.Ordinal)));
        Assert.Equal(["Step 1", "Step 2", "Step 3", "More (4)", "390 more lines"], card["actions"]!.AsArray().Select(action => (string)action!["title"]!));
        var rest = Texts(card["actions"]![4]!["card"]!["body"]).ToList();
        Assert.StartsWith("10.0.0.10:50000", rest[0], StringComparison.Ordinal);
        Assert.InRange(rest.Count, 20, 390);
        Assert.Equal(
            $"… {390 - (rest.Count - 1)} more lines do not fit into one Teams message. To see them, ask for less at a time: /redis clients on primary",
            rest[^1]);
    }

    [Fact]
    public void A_long_output_that_fits_is_there_to_its_last_line()
    {
        var card =
            Rendered(new Card("x") { Blocks = [new CardBlock.Lines([.. Enumerable.Range(1, 40).Select(n => $"line {n}")]) { Output = "/redis clients" }] });

        Assert.Equal(Enumerable.Range(11, 30).Select(n => $"line {n}"), Texts(card["actions"]![0]!["card"]!["body"]));
    }

    [Fact]
    public void Another_platforms_channel_is_called_by_its_name_and_a_thread_by_its_incident() =>
        Assert.Equal(
            "Live in #inc-7-redis, in Slack and in the thread of INC-7.",
            (string?)Rendered(Card.Say("x", $"Live in {Place.Of(new("slack", "T1", "C1"), "#inc-7-redis")}, "
                + $"in {Place.Of(new("slack", "T1", "c.1"))} and in "
                + $"{Place.Of(new("teams", FakeTeams.Tenant, "19:incidents@thread.tacv2;incident=7"))}."))["body"]![1]!["inlines"]![0]!["text"]);

    [Fact]
    public void A_button_whose_command_has_a_form_opens_it_and_asks_nothing_else()
    {
        var action = Rendered(
            new Card("x") { Buttons = [new CardButton("Approve", "/approve R-1 7c1e2d49") { Form = ButtonForm.Offered, Confirm = "Sure?" }] })["actions"]![0]!;

        Assert.Equal(("Action.Submit", "task/fetch"), ((string?)action["type"], (string?)action["data"]!["msteams"]!["type"]));
        Assert.Equal(
            ("form", "/approve R-1 7c1e2d49", null),
            ((string?)action["data"]!["dialog"], (string?)action["data"]!["subject"], (string?)action["data"]!["question"]));
    }

    [Fact]
    public void Five_buttons_are_seen_and_the_rest_is_behind_More()
    {
        var card = Rendered(TeamsCards.All["incident"]);

        Assert.Equal(["Step 1", "Step 2", "Step 3", "Step 4", "More (4)"], card["actions"]!.AsArray().Select(action => (string)action!["title"]!));
        Assert.Equal(
            ["Step 5", "Step 6", "Timeline", "Add note"],
            card["actions"]![4]!["card"]!["actions"]!.AsArray().Select(action => (string)action!["title"]!));
    }

    [Fact]
    public void A_button_is_executed_and_falls_back_to_a_submit_that_carries_the_same()
    {
        var action = Rendered(
            new Card("x") { Buttons = [new CardButton("Go on", "/incident next INC-7") { Style = ButtonStyle.Primary, OnceKey = "next:7" }] })["actions"]![0]!;

        Assert.Equal(
            ("Action.Execute", "positive", "Action.Submit"),
            ((string?)action["type"], (string?)action["style"], (string?)action["fallback"]!["type"]));
        Assert.Equal("""{"command":"/incident next INC-7","once":"next:7"}""", action["data"]!.ToJsonString());
        Assert.Equal(action["data"]!.ToJsonString(), action["fallback"]!["data"]!.ToJsonString());
    }

    [Fact]
    public void A_command_is_never_cut_and_a_button_that_does_not_fit_is_counted()
    {
        var card = Rendered(new Card("x") { Buttons = [new CardButton("Long", "/run " + new string('x', 2000)), new CardButton("Short", "/run list")] });

        Assert.Equal("Short", (string?)Assert.Single(card["actions"]!.AsArray())!["title"]);
        Assert.Contains(Texts(card["body"]), text => text.StartsWith("… 1 more button does not fit", StringComparison.Ordinal));
    }

    private static JsonObject Rendered(Card card) => JsonSerializer.SerializeToNode(AdaptiveCards.Render(card), TeamsJson.Options)!.AsObject();

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject thing => [thing, .. thing.SelectMany(property => Objects(property.Value))],
        JsonArray array => array.SelectMany(Objects),
        _ => [],
    };

    private static IEnumerable<string> Texts(JsonNode? node) =>
        Objects(node).Where(thing => thing["text"] is JsonValue).Select(thing => (string)thing["text"]!);

    /// <summary>One that is shown with its day counts twice.</summary>
    private static int Moments(Card card) =>
        Regex.Count(JsonSerializer.Serialize(card, Readable), "<t:[0-9]|(?<=<t:[0-9]+):d>");

    private static string WellFormed(string text) => string.Concat(text.EnumerateRunes());

    [GeneratedRegex(@"\{\{(?:DATE|TIME)\(", RegexOptions.IgnoreCase)]
    private static partial Regex Notation();

    [GeneratedRegex(@"\{\{(?:TIME\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\)|DATE\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ, SHORT\))\}\}")]
    private static partial Regex Time();
}
