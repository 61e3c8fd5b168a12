using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using IncidentBot.Chat.Teams;
using IncidentBot.Chat.Teams.Wire;
using IncidentBot.Messages;
using IncidentBot.Server.Tests.Chat.Slack.Peers;
using Microsoft.Bot.Schema.Teams;

namespace IncidentBot.Server.Tests.Chat.Teams.Peers;

/// <summary>What the bot draws, read by Microsoft's own renderer of Adaptive Cards.</summary>
public sealed class AdaptiveCardsPeerTests
{
    [Fact]
    public async Task Every_card_is_read_without_a_complaint_and_with_nothing_left_over_and_a_wrong_one_is_found()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        var cards = TeamsCards.All.Values.Concat(Gen.Sample(TeamsCards.Any, 300, 50))
            .SelectMany(card => (AdaptiveCard[])[AdaptiveCards.Render(card), AdaptiveCards.Render(card, TeamsCards.Whole)])
            .Select(Json)
            .ToList();
        cards.AddRange(Forms());
        var wrong = Wrong().ToList();

        var found = (await NodePeer.AskAsync("teams-cards.mjs", cards.Concat(wrong.Select(one => one.Card)), patience.Token)).AsArray();

        Assert.Equal(cards.Count + wrong.Count, found.Count);
        var complaints = cards.Zip(found)
            .Where(pair => pair.Second!.AsArray().Count > 0)
            .Select(pair => $"{pair.Second!.ToJsonString()} about {pair.First.ToJsonString()}")
            .ToList();
        Assert.True(complaints.Count == 0, complaints.FirstOrDefault());
        Assert.All(wrong.Zip(found.Skip(cards.Count)), pair => Assert.True(pair.Second!.AsArray().Count > 0, $"not found: {pair.First.Name}"));
    }

    private static IEnumerable<JsonNode> Forms()
    {
        var form = new Form("Approve R-1", "Approve", "/approve R-1 {why} {where}",
        [
            new FormField.Text("why", "Why?", 120) { Multiline = true, Hint = "It goes on the record." },
            new FormField.Text("more", "What else?", 120) { Optional = true },
            new FormField.Choice("where", "Where?", [new("primary", "primary"), new("cache", "cache")]),
            new FormField.Tick("read", "Your approval", "I have read this plan."),
        ])
        {
            About = TeamsCards.All["living"],
        };
        var asked = new DialogData(DialogData.Form, "/approve R-1");
        var about = AdaptiveCards.Render(form.About, TeamsCards.Whole).Body;
        yield return Card(FormDialog.Show(form, about, asked, new Dictionary<string, string>(), new Dictionary<string, string>()));
        yield return Card(FormDialog.Show(
            form,
            about,
            asked,
            new Dictionary<string, string> { ["why"] = "it is\nurgent", ["where"] = "cache" },
            new Dictionary<string, string> { ["read"] = "Tick the box to go ahead." }));

        static JsonNode Card(TaskModuleResponse reply) => JsonNode.Parse(SdkJson.Write(reply))!["task"]!["value"]!["card"]!["content"]!;
    }

    private static IEnumerable<(string Name, JsonNode Card)> Wrong()
    {
        yield return ("an element that there is not", Changed(card => card["body"]![0]!["type"] = "RichTextBlok"));
        yield return ("an action that there is not", Changed(card => card["actions"]![0]!["type"] = "Action.Execut"));
        yield return ("a colour that there is not", Changed(card => card["body"]![0]!["inlines"]![0]!["color"] = "Red"));
        yield return ("a property that there is not", Changed(card => card["body"]![0]!["inlines"]![0]!["colour"] = "Good"));
        yield return (
            "six buttons",
            Changed(card => card["actions"] = new JsonArray([.. Enumerable.Range(0, 6).Select(_ => card["actions"]![0]!.DeepClone())])));
        yield return ("a fallback without a type", Changed(card => card["actions"]![0]!["fallback"]!.AsObject().Remove("type")));
        yield return ("no version", Changed(card => card["version"] = "new"));
    }

    private static JsonNode Changed(Action<JsonNode> change)
    {
        var card = Json(AdaptiveCards.Render(TeamsCards.All["living"]));
        change(card);
        return card;
    }

    private static JsonNode Json(AdaptiveCard card) => JsonSerializer.SerializeToNode(card, TeamsJson.Options)!;
}
