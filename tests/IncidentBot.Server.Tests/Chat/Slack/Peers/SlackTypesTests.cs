using System.Text.Json.Nodes;
using IncidentBot.Chat.Slack.Api;
using IncidentBot.Server.Tests.Chat.Slack.Peers.Types;

namespace IncidentBot.Server.Tests.Chat.Slack.Peers;

/// <summary>What the bot really sends, under the types that Slack publishes for TypeScript.</summary>
public sealed class SlackTypesTests
{
    /// <summary>What is sent although Slack's types do not know it, and why.</summary>
    private static readonly Dictionary<(string Method, string Argument), string> Beyond = new()
    {
        [("usergroups.users.list", "cursor")] =
            "Slack's page names no such argument and yet the error invalid_cursor: where Slack gives a cursor, it is sent back",
    };

    [Fact]
    public async Task Everything_that_the_bot_sends_has_Slacks_types_and_whatever_is_wrong_is_found()
    {
        var sent = await SlackSurface.PlayAsync();
        var methods = sent.Select(call => call.Method).ToHashSet();
        Assert.Empty(SlackMethods.All.Select(method => method.Name).Except(methods));
        Assert.Superset(new HashSet<string> { "response_url", "ack of slash_commands", "ack of view_submission" }, methods);
        var wrong = Wrong(sent).ToList();

        var found = (await NodePeer.AskAsync(
            "slack-types.mjs",
            sent.Concat(wrong).Select(call => new { name = call.Name, method = call.Method, arguments = call.Arguments }),
            TestContext.Current.CancellationToken)).AsArray();

        Assert.Equal(sent.Count + wrong.Count, found.Count);
        Assert.All(sent.Zip(found), pair => AssertFits(pair.First, pair.Second!["problems"]!.AsArray()));
        Assert.All(Beyond.Keys, one => Assert.Contains(sent, call => call.Method == one.Method && call.Arguments[one.Argument] is not null));
        Assert.All(found.Skip(sent.Count), call => Assert.True(call!["problems"] is JsonArray { Count: > 0 }, $"Not found: {call["name"]}"));
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{sent.Count} calls of {methods.Count} methods have Slack's types; all of {wrong.Count} wrong ones were found.");
    }

    private static void AssertFits(SentToSlack call, JsonArray problems)
    {
        var beyond = Beyond.Keys.Where(one => one.Method == call.Method && call.Arguments[one.Argument] is not null)
            .Select(one => $"'\"{one.Argument}\"' does not exist in type")
            .ToList();
        Assert.True(
            problems.Count == beyond.Count && problems.Zip(beyond).All(pair => ((string)pair.First!).Contains(pair.Second, StringComparison.Ordinal)),
            $"{call.Name}: {problems.ToJsonString()}");
    }

    private static IEnumerable<SentToSlack> Wrong(IReadOnlyList<SentToSlack> sent)
    {
        var post = First("chat.postMessage");
        yield return post.Changed("no channel", call => call.Remove("channel"));
        yield return post.Changed("an argument of another type", call => call["unfurl_links"] = "no");
        yield return post.Changed("a block that there is not", call => call["blocks"]![1]!["type"] = "sectoin");
        yield return post.Changed("a property that there is not", call => call["blocks"]![0]!["colour"] = "red");
        yield return post.Changed("a formatted header", call => call["blocks"]![0]!["text"] = new JsonObject { ["type"] = "mrkdwn", ["text"] = "x" });
        yield return post.Changed("a style that there is not", call => call["blocks"]!.AsArray()[^1]!["elements"]![0]!["style"] = "loud");
        yield return First("views.open").Changed("an element that there is not", call => call["view"]!["blocks"]![0]!["element"]!["type"] = "static_selection");
        yield return First("views.open").Changed("a view without a title", call => call["view"]!.AsObject().Remove("title"));
        yield return First("views.publish").Changed("a view of no kind", call => call["view"]!["type"] = "tab");
        yield return First("conversations.list").Changed("a limit that is no number", call => call["limit"] = "many");
        yield return First("response_url").Changed("an answer for some", call => call["response_type"] = "some");
        yield return First("ack of slash_commands").Changed("an acknowledgement for some", call => call["response_type"] = "some");
        yield return First("ack of view_submission").Changed("an error that is no text", call => call["errors"] = new JsonObject { ["title"] = 7 });
        yield return new("words for a press", "ack of block_actions", new JsonObject { ["text"] = "Already received" });

        // The type of apps.connections.open takes anything.
        foreach (var method in SlackMethods.All.Where(method => method.Name != "apps.connections.open"))
        {
            yield return First(method.Name).Changed($"an argument that {method.Name} does not know", call => call["no_such_argument"] = 1);
        }

        SentToSlack First(string method) => sent.First(call => call.Method == method);
    }
}
