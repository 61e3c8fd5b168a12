using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Chat.Teams;
using IncidentBot.Chat.Teams.Wire;
using IncidentBot.Messages;

namespace IncidentBot.Server.Tests.Chat.Teams;

/// <summary>A message from which something of its card is missing leads to the whole, and no other does.</summary>
public sealed class AdaptiveCardsWholeTests
{
    [Fact]
    public void There_is_a_link_where_something_is_missing_and_only_there() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(TeamsCards.Any.Select(card => new TeamsCards.Sample(card)).ToArbitrary(), sample =>
        {
            var drawn = Draw(sample.Card);
            var shown = Shown(drawn);
            var said = Said(sample.Card);

            if (drawn.Body.Any(IsLink))
            {
                Assert.NotEqual(said, shown);
            }
            else
            {
                Assert.Equal(said, shown with { Body = shown.Body.Replace("(notext)", "", StringComparison.Ordinal) });
            }
        }));

    [Fact]
    public void With_a_link_any_card_is_a_message_that_Teams_takes_and_leads_nowhere_else() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(TeamsCards.Any.Select(card => new TeamsCards.Sample(card)).ToArbitrary(), sample =>
        {
            var card = JsonSerializer.SerializeToNode(AdaptiveCards.Render(sample.Card, TeamsCards.Whole), TeamsJson.Options)!.AsObject();

            // What is around body and actions takes no more than this.
            Assert.InRange(card.ToJsonString(TeamsJson.Options).Length, 1, TeamsLimits.CardCharacters + 150);
            var ways = Ways(card).ToList();
            Assert.InRange(ways.Count, 1, 2);
            Assert.All(ways, way => Assert.Equal(TeamsCards.Whole.OriginalString, way));
        }));

    [Fact]
    public void The_count_of_a_folded_output_leads_to_the_whole_too()
    {
        var card = Draw(TeamsCards.All["output"]);

        Assert.True(IsLink(card.Body[^1]));
        var fold = Assert.IsType<CardAction.ShowCard>(card.Actions[^1]).Card.Body;
        var last = Assert.IsType<CardElement.RichText>(fold[^1]).Inlines;
        Assert.Equal($"… {390 - (fold.Count - 1)} more lines do not fit into one Teams message. All of it: ", last[0].Text);
        Assert.Equal(
            (TeamsCards.Whole.OriginalString, TeamsCards.Whole.OriginalString),
            (last[1].Text, Assert.IsType<CardAction.OpenUrl>(last[1].SelectAction).Url));
    }

    /// <summary>As a bot with pages does.</summary>
    private static AdaptiveCard Draw(Card card) =>
        AdaptiveCards.Render(card) is { IsCut: true } ? AdaptiveCards.Render(card, TeamsCards.Whole) : AdaptiveCards.Render(card);

    private static bool IsLink(CardElement element) =>
        element is CardElement.RichText { Inlines: [{ Text: "Cut to fit. All of it: " }, { SelectAction: CardAction.OpenUrl }] };

    private static IEnumerable<string> Ways(JsonNode? node) => node switch
    {
        JsonObject thing => thing.SelectMany(property => property.Key == "url" ? [(string)property.Value!] : Ways(property.Value)),
        JsonArray array => array.SelectMany(Ways),
        _ => [],
    };

    private static Texts Shown(AdaptiveCard card)
    {
        var actions = card.Actions.SelectMany(action => action is CardAction.ShowCard { Card.Actions: { Count: > 0 } more } ? more : [action]).ToList();
        return new(
            Shown(card.Body.Where(element => !IsLink(element))),
            string.Concat(actions.OfType<CardAction.ShowCard>().Select(fold => Shown(fold.Card.Body))),
            string.Concat(actions.Where(action => action is not CardAction.ShowCard).Select(action => $"{ShownText.InTeams(action.Title)}"
                + $"{(action is CardAction.Submit { Data: DialogData { Question: { } question } } ? ShownText.InTeams(question) : "")}")));
    }

    private static string Shown(IEnumerable<CardElement> body) =>
        string.Concat(body.Cast<CardElement.RichText>().Select(text => ShownText.InTeams(WithoutBar(string.Concat(text.Inlines.Select(run => run.Text))))));

    private static string WithoutBar(string text) => text is ['█' or '░', ..] ? text[(text.IndexOf('%', StringComparison.Ordinal) + 1)..] : text;

    private static Texts Said(Card card) => new(
        string.Concat([ShownText.Of(card.Title), .. card.WithoutFiles().Blocks.SelectMany(Said)]),
        string.Concat(card.WithoutFiles().Blocks.OfType<CardBlock.Lines>()
            .Where(lines => lines.IsLong)
            .SelectMany(lines => lines.Items.Skip(CardBlock.Lines.OfOutput))
            .Select(ShownText.Of)),
        string.Concat(card.Buttons.Select(button => (ShownText.Of(button.Label) is { Length: > 0 } label ? label : "Go")
            + (button is { Confirm: { } question, Form: ButtonForm.None } ? ShownText.Of(question) : ""))));

    private static IEnumerable<string> Said(CardBlock block) => block switch
    {
        CardBlock.Text text => [ShownText.Of(text.Value)],
        CardBlock.Fields fields => fields.Items.Select(field => ShownText.Of(field.Label) + ShownText.Of(field.Value)),
        CardBlock.Lines lines => lines.Items.Take(lines.IsLong ? CardBlock.Lines.OfOutput : int.MaxValue).Select(ShownText.Of),
        CardBlock.Progress progress => [ShownText.Of(progress.Label), progress.Fraction is { } fraction && double.IsFinite(fraction) ? "" : "…"],
        CardBlock.Footnote note => [ShownText.Of(note.Value)],
        _ => throw new NotSupportedException(),
    };

    /// <summary>What is seen at once, what is behind the button of a long output, and what stands on buttons.</summary>
    private sealed record Texts(string Body, string Folded, string Buttons);
}
