using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Chat.Slack;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Messages;
using IncidentBot.Server.Tests.Chat.Teams;

namespace IncidentBot.Server.Tests.Chat.Slack;

/// <summary>A message from which something of its card is missing leads to the whole, and no other does.</summary>
public sealed class BlockKitWholeTests
{
    [Fact]
    public void There_is_a_link_where_something_is_missing_and_only_there() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(BlockKitPropertyTests.AnyCard.Select(card => new BlockKitPropertyTests.Sample(card)).ToArbitrary(), sample =>
        {
            var drawn = Draw(sample.Card);
            var shown = string.Concat(drawn.Blocks.Where(block => !IsLink(block)).SelectMany(Texts));
            var said = string.Concat(Said(sample.Card));

            if (drawn.Blocks.Any(IsLink))
            {
                Assert.NotEqual(said, shown);
            }
            else
            {
                Assert.Equal(said, shown.Replace("(notext)", "", StringComparison.Ordinal));
            }
        }));

    [Theory]
    [InlineData("every limit")]
    [InlineData("many fields and lines")]
    public void The_link_stands_in_one_line_before_the_buttons_in_one_piece(string card)
    {
        var blocks = Draw(SlackCards.All[card]).Blocks;

        var link = Assert.IsType<Block.Context>(Assert.Single(blocks, IsLink));
        Assert.Equal($"Cut to fit. All of it: <{TeamsCards.Whole.OriginalString}>", Assert.Single(link.Elements).Text);
        Assert.True(blocks.SkipWhile(block => block != link).Skip(1).All(block => block is Block.Actions or Block.Context));
    }

    [Fact]
    public void The_link_has_its_room_among_the_most_blocks()
    {
        var blocks = Draw(
            new Card("x") { Blocks = [.. Enumerable.Range(1, 80).Select(n => new CardBlock.Text($"{n}"))], Buttons = [new CardButton("Go", "/go")] }).Blocks;

        Assert.Equal(50, blocks.Count);
        Assert.Single(blocks, IsLink);
    }

    [Theory]
    [InlineData("living")]
    [InlineData("plan")]
    [InlineData("one line")]
    public void A_card_that_fits_is_drawn_as_ever(string card) =>
        Assert.Equivalent(BlockKit.Render(SlackCards.All[card]), Draw(SlackCards.All[card]), strict: true);

    /// <summary>As a bot with pages does.</summary>
    private static RenderedCard Draw(Card card) => BlockKit.Render(card) is { IsCut: true } ? BlockKit.Render(card, TeamsCards.Whole) : BlockKit.Render(card);

    private static bool IsLink(Block block) =>
        block is Block.Context { Elements: [{ Text: var text }] } && text.StartsWith("Cut to fit. ", StringComparison.Ordinal);

    private static IEnumerable<string> Texts(Block block) => block switch
    {
        Block.Header header => [WithoutMark(ShownText.InSlack(header.Text.Text))],
        Block.Section section => (section.Text is null ? section.Fields! : [section.Text]).Select(text => WithoutMark(Shown(text))),
        Block.Context context => context.Elements.Select(Shown),
        Block.Actions actions =>
            actions.Elements.SelectMany(button => (string[])[ShownText.InSlack(button.Text.Text), button.Confirm is { } ask ? Shown(ask.Text) : ""]),
        _ => throw new NotSupportedException(),
    };

    private static string Shown(TextObject text) => text.Type == "mrkdwn" ? ShownText.InMrkdwn(text.Text) : ShownText.InSlack(WithoutBar(text.Text));

    private static string WithoutBar(string text) => text is ['█' or '░', ..] ? text[(text.IndexOf('%', StringComparison.Ordinal) + 1)..] : text;

    private static string WithoutMark(string title) =>
        ((string[])["✅", "⚠️", "🔴"]).FirstOrDefault(mark => title.StartsWith(mark, StringComparison.Ordinal)) is { } mark ? title[mark.Length..] : title;

    /// <summary>What the card says, with the signs that Slack takes for bold and for fixed width.</summary>
    private static IEnumerable<string> Said(Card card) =>
    [
        ShownText.Of(card.Title),
        .. card.WithoutFiles().Blocks.SelectMany(Said),
        .. card.Buttons.SelectMany(button => (string[])[Or(button.Label, "Go"), button.Confirm is { } question ? Or(question, "Areyousure?") : ""]),
    ];

    private static IEnumerable<string> Said(CardBlock block) => block switch
    {
        CardBlock.Text text => [ShownText.Of(text.Value)],
        CardBlock.Fields fields => fields.Items.Select(
            field => Said(field, fields.Items.Any(item => SlackText.WouldBeFormatted(item.Label) || SlackText.WouldBeFormatted(item.Value)))),
        CardBlock.Lines lines => lines.Items.All(string.IsNullOrWhiteSpace) ? [] : ["'''", .. lines.Items.Select(ShownText.Of), "'''"],
        CardBlock.Progress progress => [ShownText.Of(progress.Label), progress.Fraction is { } fraction && double.IsFinite(fraction) ? "" : "…"],
        CardBlock.Footnote note => [ShownText.Of(note.Value)],
        _ => throw new NotSupportedException(),
    };

    private static string Said(CardField field, bool literal)
    {
        var (label, value) = (ShownText.Of(field.Label), ShownText.Of(field.Value));
        return label.Length == 0 || (literal && !SlackText.NeedsMrkdwn(SlackText.Clean(field.Value))) ? label + value : $"*{label}*{value}";
    }

    private static string Or(string text, string blank) => ShownText.Of(text) is { Length: > 0 } shown ? shown : blank;
}
