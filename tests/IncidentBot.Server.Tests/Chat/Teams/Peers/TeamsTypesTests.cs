using System.Text.Json.Nodes;
using IncidentBot.Server.Tests.Chat.Slack.Peers;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.Server.Tests.Chat.Teams.Peers;

/// <summary>What the bot really sends, under the types of Microsoft's Bot Framework, and its cards read by Microsoft's renderer.</summary>
public sealed class TeamsTypesTests
{
    private static readonly string[] Kinds = ["activity", "conversation", "adaptiveCard/action", "task/fetch", "task/submit"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_that_the_bot_sends_has_Microsofts_types_and_whatever_is_wrong_is_found()
    {
        var sent = await PlayAsync();
        Assert.Equal(Kinds, Kinds.Where(kind => sent.Any(one => one.Kind == kind)));
        var wrong = Wrong(sent).ToList();

        var found = (await NodePeer.AskAsync(
            "teams-types.mjs",
            sent.Concat(wrong).Select(one => new { name = one.Name, kind = one.Kind, body = one.Body }),
            Ct)).AsArray();

        Assert.Equal(sent.Count + wrong.Count, found.Count);
        Assert.All(found.Take(sent.Count), one => Assert.True(one!["problems"]!.AsArray().Count == 0, one.ToJsonString()));
        Assert.All(found.Skip(sent.Count), one => Assert.True(one!["problems"]!.AsArray().Count > 0, $"Not found: {one["name"]}"));

        var cards = sent.SelectMany(one => Cards(one.Body)).ToList();
        Assert.True(cards.Count >= sent.Count(one => one.Kind == "activity"), "Every activity has a card.");
        var complaints = (await NodePeer.AskAsync("teams-cards.mjs", cards, Ct)).AsArray();
        Assert.All(
            cards.Zip(complaints),
            pair => Assert.True(pair.Second!.AsArray().Count == 0, $"{pair.Second!.ToJsonString()} about {pair.First.ToJsonString()}"));
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{sent.Count} messages and answers have Microsoft's types, {cards.Count} cards were read; all of {wrong.Count} wrong ones were found.");
    }

    /// <summary>From the greeting to the closed incident, with a form that is first left empty.</summary>
    private static async Task<IReadOnlyList<Sent>> PlayAsync()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(redis, ("rl:", 200, 10));
        await using var bot = await BotHost.StartAsync(redis.Url, TeamsRoom.Settings(teams));
        var room = new TeamsRoom(teams, bot.Address);
        var installed = teams.Sender.Activity("installationUpdate", FakeTeams.Alice, FakeTeams.Channel, teams.NextId());
        installed["action"] = "add";
        Assert.Equal(200, await room.SendAsync(installed));
        var help = await room.AllSeeAsync("What you can type", "[Open an incident]");
        Assert.Equal(
            200,
            (await teams.Sender.PressAsync(bot.Address, help, "Open an incident", FakeTeams.Alice, Ct, new JsonObject { ["title"] = " " })).Status);
        await room.PressAsync(FakeTeams.Alice, help, "Open an incident", new JsonObject { ["title"] = "Redis is full", ["severity"] = "P0" });
        var card = await room.AllSeeAsync("INC-1  P0  ASSESSING");
        await room.PressAsync(FakeTeams.Bob, card, "Acknowledge");
        await room.AllSeeAsync("INC-1  P0  ASSESSING", "acknowledged by Bob");

        await room.TypeAsync(FakeTeams.Alice, "redis clear-cache rl:*", card.Conversation);
        await room.PressAsync(FakeTeams.Bob, await room.AllSeeAsync("R-1 ", "WAITS FOR APPROVAL"), "Approve");
        await room.AllSeeAsync("R-1 ", "SUCCEEDED");
        foreach (var line in (string[])
        [
            "redis ping", "redis clients", "runbook list", "runbook show redis-recovery", "incident timeline",
            "incident summary", "redis no-such",
        ])
        {
            await room.TypeAsync(FakeTeams.Alice, line, card.Conversation);
        }

        await room.AloneSeesAsync(FakeTeams.Alice, "There is no command", "redis no-such");
        await room.TypeAsync(FakeTeams.Alice, "incident cancel it was a drill", card.Conversation);
        await room.AllSeeAsync("INC-1  P0  CANCELLED");
        return
        [
            .. teams.Calls.Where(call => call.Body is not null).Select((call, index) => new Sent(
                $"{index} {call.Method} {call.Path}",
                call.Path.TrimEnd('/').EndsWith("/conversations", StringComparison.Ordinal) ? "conversation" : "activity",
                call.Body!)),
            .. teams.Acks.Select((ack, index) => new Sent($"{index} answer to {ack.To}", ack.To, ack.Body)),
        ];
    }

    private static IEnumerable<Sent> Wrong(IReadOnlyList<Sent> sent)
    {
        yield return Changed("activity", "an activity of no type", body => body["type"] = 7);
        yield return Changed("activity", "a member that there is not", body => body["attachement"] = "x");
        yield return Changed("activity", "an attachment without its type", body => body["attachments"]![0]!.AsObject().Remove("contentType"));
        yield return Changed("activity", "an activity from nobody", body => body.Remove("from"));
        yield return Changed("conversation", "a conversation that may be a group", body => body["isGroup"] = "perhaps");
        yield return Changed("conversation", "a conversation without its channel", body => body.Remove("channelData"));
        yield return Changed("task/fetch", "a dialog without a card of any kind", body => body["task"]!["value"]!["card"] = "card");
        yield return Changed("task/submit", "an answer of no type", body => body["task"]!["type"] = "goodbye");
        yield return Changed("adaptiveCard/action", "an answer without a status", body => body.Remove("statusCode"));

        Sent Changed(string kind, string name, Action<JsonObject> change)
        {
            var body = sent.First(one => one.Kind == kind).Body.DeepClone().AsObject();
            change(body);
            return new Sent(name, kind, body);
        }
    }

    /// <summary>Every card in it, wherever it is.</summary>
    private static IEnumerable<JsonNode> Cards(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(Cards),
        JsonObject thing when (string?)thing["contentType"] == "application/vnd.microsoft.card.adaptive" => [thing["content"]!],
        JsonObject thing => thing.SelectMany(property => Cards(property.Value)),
        _ => [],
    };

    private sealed record Sent(string Name, string Kind, JsonNode Body);
}
