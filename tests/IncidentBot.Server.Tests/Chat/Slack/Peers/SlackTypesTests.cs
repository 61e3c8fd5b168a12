using System.Text.Json.Nodes;
using IncidentBot.Chat.Slack.Api;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Slack.Peers;

/// <summary>What the bot really sends, under the types that Slack publishes for TypeScript.</summary>
public sealed class SlackTypesTests
{
    private static readonly ChannelRef Here = new("slack", FakeSlack.Team, FakeSlack.Channel);

    [Fact]
    public async Task Every_call_for_every_kind_of_card_has_Slacks_types_and_a_wrong_one_is_found()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await SlackBot.StartAsync(slack, ("Pages:Url", "https://incidentbot.example.org"));
        var calls = new List<object>();
        foreach (var (name, card) in SlackCards.All)
        {
            var sofar = slack.Calls.Count;
            var id = await bot.Platform.PostAsync(Here, card, "1", patience.Token);
            await bot.Platform.UpdateAsync(Here, id, card, patience.Token);
            await bot.Platform.ReplyAsync(Address(slack.Responses.Issue(FakeSlack.Channel, FakeSlack.Alice)), card, "1", patience.Token);
            await bot.Platform.ReplyAsync(Address(ticket: null), card, "1", patience.Token);
            calls.AddRange(slack.Calls.Skip(sofar).Select(call => new { name = $"{call.Method} of {name}", method = call.Method, arguments = call.Arguments }));
        }

        var good = slack.Calls[0].Arguments;
        calls.AddRange(Wrong(good).Select(wrong => new { name = $"wrong: {wrong.Name}", method = "chat.postMessage", arguments = wrong.Arguments }));

        var found = (await NodePeer.AskAsync("slack-types.mjs", calls, patience.Token)).AsArray();

        Assert.Equal((SlackCards.All.Count * 4) + 5, found.Count);
        Assert.All(found, call =>
        {
            var name = (string)call!["name"]!;
            var problems = call["problems"]!.AsArray();
            Assert.True(name.StartsWith("wrong:", StringComparison.Ordinal) == problems.Count > 0, $"{name}: {problems.ToJsonString()}");
        });
    }

    /// <summary>A method that Slack's types do not know would pass unchecked.</summary>
    [Fact]
    public async Task Every_method_that_the_bot_may_call_has_types_that_refuse_what_is_wrong()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));

        // The type of apps.connections.open takes anything.
        var calls = SlackMethods.All.Where(method => method.Name != "apps.connections.open").Select(method => new { name = method.Name, method = method.Name, arguments = new JsonObject { ["no_such_argument"] = 1 } });

        var found = (await NodePeer.AskAsync("slack-types.mjs", calls, patience.Token)).AsArray();

        Assert.All(found, call =>
        {
            var problems = call!["problems"]!.AsArray();
            Assert.True(problems.Count > 0 && !((string)problems[0]!).StartsWith("unknown method", StringComparison.Ordinal), $"{call["name"]}: {problems.ToJsonString()}");
        });
    }

    private static IEnumerable<(string Name, JsonObject Arguments)> Wrong(JsonObject good)
    {
        yield return ("no channel", Changed(good, call => call.Remove("channel")));
        yield return ("an argument that there is not", Changed(good, call => call["chanel"] = "C1"));
        yield return ("a block that there is not", Changed(good, call => call["blocks"]![1]!["type"] = "sectoin"));
        yield return ("a formatted header", Changed(good, call => call["blocks"]![0]!["text"] = new JsonObject { ["type"] = "mrkdwn", ["text"] = "x" }));
        yield return ("a style that there is not", Changed(good, call => call["blocks"]!.AsArray()[^1]!["elements"]![0]!["style"] = "loud"));
    }

    private static JsonObject Changed(JsonObject good, Action<JsonObject> change)
    {
        var call = good.DeepClone().AsObject();
        change(call);
        return call;
    }

    private static ReplyAddress Address(string? ticket) => new(Here, new Account("slack", FakeSlack.Team, FakeSlack.Alice), ticket);
}
