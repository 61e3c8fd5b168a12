using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Chat.Slack;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Messages;
using IncidentBot.Server.Tests.Chat.Teams;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Slack;

public sealed partial class BlockKitPropertyTests
{
    /// <summary>The pieces that break renderers, next to each other in any order and up to thousands of characters.</summary>
    private static readonly Gen<string> Text = Gen.Frequency(
        (4, Gen.Elements("", " ", "\n", "Redis out of memory", "rl:* bull:*", "maxmemory_policy")),
        (6, Gen.ListOf(Gen.Elements(
            "&", "<", ">", "<!channel>", "<@U1>", "```", "`", "*", "_", "\n", "\r\n", "\0", "\u001b[31m", "\ud83d", "\ude80",
            "🔥", "\u202e", "<t:1795323985>", "<t:1795323985:d>", "<t:999999999999>", "<t:", "https://example.com/a?b&c", "https://", " ", "word",
            "é", "漢字")).Select(string.Concat)),
        (2, from piece in Gen.Elements("&", "🔥", "x", "ab ", "a\n", "<t:1795323985>", "https://example.com/"
            + new string('&', 200)
            + "x ", "https://example.com/"
            + new string('u', 2500))
            from times in Gen.Choose(1, 6000)
            select string.Concat(
                Enumerable.Repeat(piece, Math.Max(1, Math.Min(times, 9000 / piece.Length))))));

    private static readonly JsonSerializerOptions Readable =
        new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private static readonly Gen<CardBlock> Block = Gen.OneOf(
        Text.Select(text => (CardBlock)new CardBlock.Text(text)),
        Some(from label in Text from value in Text select new CardField(label, value), 40).Select(fields => (CardBlock)new CardBlock.Fields(fields)),
        Some(Text, 40).Select(lines => (CardBlock)new CardBlock.Lines(lines)),
        from label in Text
        from fraction in Gen.Elements<double?>(
            null, 0, 0.5, 1, -1, 2, double.NaN, double.PositiveInfinity)
        select (CardBlock)new CardBlock.Progress(label, fraction),
        from name in Text
        from content in Text
        from instead in Gen.OneOf(Gen.Constant<string?>(null), Text.Select(text => (string?)text))
        select (CardBlock)new CardBlock.File(name, "text/html", content) { Instead = instead },
        Text.Select(text => (CardBlock)new CardBlock.Footnote(text)));

    private static readonly Gen<CardButton> Button =
        from label in Text
        from command in Text
        from style in Gen.Elements(ButtonStyle.Normal, ButtonStyle.Primary, ButtonStyle.Danger)
        from confirm in Gen.OneOf(Gen.Constant<string?>(null), Text.Select(text => (string?)text))
        from once in Gen.OneOf(Gen.Constant<string?>(null), Text.Select(text => (string?)text))
        select new CardButton(label, command) { Style = style, Confirm = confirm, OnceKey = once };

    public static readonly Gen<Card> AnyCard =
        from title in Text
        from tone in Gen.Elements(Enum.GetValues<Tone>())
        from blocks in Some(Block, 70)
        from buttons in Some(Button, 70)
        select new Card(title) { Tone = tone, Blocks = blocks, Buttons = buttons };

    [Fact]
    public void Any_card_becomes_a_message_that_Slack_takes() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(200),
        Prop.ForAll(AnyCard.Select(card => new Sample(card)).ToArbitrary(), sample =>
        {
            AssertTaken(BlockKit.Render(sample.Card));
            AssertTaken(BlockKit.Render(sample.Card, TeamsCards.Whole));
        }));

    [Fact]
    public void A_button_brings_back_the_command_it_was_given() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Button.ToArbitrary(), button =>
        {
            var read = ButtonValue.Read(ButtonValue.Write(button));

            // JSON holds no half of a surrogate pair, and a button without a command types nothing.
            Assert.Equal(button.Command.Length == 0 ? null : WellFormed(button.Command), read?.Command);
            Assert.Equal(button.Command.Length == 0 || button.OnceKey is null ? null : WellFormed(button.OnceKey), read?.Once);
        }));

    private static void AssertTaken(RenderedCard rendered)
    {
        var json = JsonNode.Parse(JsonSerializer.Serialize(rendered, SlackJson.Options))!;
        var blocks = json["blocks"]!.AsArray();

        Assert.Empty(FakeSlackBlockKit.Problems(blocks));
        Assert.InRange(FakeSlackBlockKit.Length(blocks), 1, 11000);
        Assert.InRange(rendered.Text.Length, 1, 4000);
        Assert.All(Mrkdwn(json), text => Assert.DoesNotMatch(Markup(), text));
    }

    private static Gen<IReadOnlyList<T>> Some<T>(Gen<T> item, int most) =>
        from count in Gen.Frequency((6, Gen.Choose(0, 4)), (1, Gen.Choose(0, most)))
        from items in Gen.ArrayOf(item, count)
        select (IReadOnlyList<T>)items;

    private static string WellFormed(string text) => string.Concat(text.EnumerateRunes());

    private static IEnumerable<string> Mrkdwn(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(Mrkdwn),
        JsonObject thing when (string?)thing["type"] == "mrkdwn" => [(string)thing["text"]!],
        JsonObject thing => (thing["text"] is JsonValue fallback && thing["type"] is null ? [(string)fallback!] : Enumerable.Empty<string>())
            .Concat(thing.SelectMany(property => Mrkdwn(property.Value))),
        _ => [],
    };

    /// <summary>A failure prints its card: enough of it to see what it is about.</summary>
    public sealed record Sample(Card Card)
    {
        public override string ToString() =>
            JsonSerializer.Serialize(Card, Readable) is { Length: > 4000 } json ? json[..4000] + "…" : JsonSerializer.Serialize(Card, Readable);
    }

    /// <summary>Any markup but the two kinds that the bot writes itself, and any torn entity.</summary>
    [GeneratedRegex(
        @"<(?!!date\^\d+\^(?:\{date_short\} )?\{time_secs\}"
        + @"\|(?:\d+ [A-Z][a-z]{2} \d{4} )?\d\d:\d\d:\d\d UTC>|https?://[^<>\s]+>)|&(?!amp;|lt;|gt;)")]
    private static partial Regex Markup();
}
