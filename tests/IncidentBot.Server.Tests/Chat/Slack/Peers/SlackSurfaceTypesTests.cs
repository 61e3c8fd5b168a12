using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.Server.Tests.Chat.Slack.Peers;

/// <summary>Rooms, forms, the home tab and files, under the types that Slack publishes for TypeScript.</summary>
public sealed class SlackSurfaceTypesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_call_of_an_incidents_life_has_Slacks_types_and_a_wrong_one_is_found()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(redis, ("rl:", 200, 10));
        await using var bot = await BotHost.StartAsync(redis.Url, [.. SlackRoom.WithRooms(slack), "Slack:Rooms:Bookmarks:0:Title=Dashboard", "Slack:Rooms:Bookmarks:0:Url=https://grafana.example.com/d/redis"]);
        var people = new SlackRoom(slack, bot.Address);
        await people.TypeAsync(FakeSlack.Alice, "/incident open");
        await people.SendAsync(slack.Sender.Submit(slack.Views.Opened[0], new() { ["severity"] = "P0", ["title"] = "Redis is down" }), people.Interactions);
        await Eventually.TrueAsync(() => slack.Rooms.All.Any(room => room.Pins.Count > 0), "the room is furnished");
        await people.TypeAsync(FakeSlack.Alice, "/redis clear-cache rl:*", slack.Rooms.All[0].Id);
        await people.ApproveAsync(FakeSlack.Bob, await people.AllSeeAsync("R-1 ", "WAITS FOR APPROVAL"));
        await people.AllSeeAsync("R-1 ", "SUCCEEDED");
        await slack.Events.DeliverAsync(slack.Events.HomeOpened(), new Uri(bot.Address, "/slack/events"), Ct);
        await people.TypeAsync(FakeSlack.Alice, "/incident cancel INC-1");
        await Eventually.TrueAsync(() => slack.Rooms.All[0].IsArchived, "the room is archived");

        // What is sent as a form is text throughout, whatever its type.
        string[] forms = ["auth.test", "conversations.list", "bookmarks.list", "conversations.history", "conversations.replies", "files.getUploadURLExternal"];
        var calls = slack.Calls.Where(call => !forms.Contains(call.Method)).Select(call => new { name = call.Method, method = call.Method, arguments = call.Arguments }).ToList();
        string[] methods = ["conversations.create", "conversations.setPurpose", "conversations.setTopic", "conversations.invite", "conversations.archive", "pins.add", "bookmarks.add", "views.open", "views.publish"];
        Assert.Empty(methods.Except(calls.Select(call => call.method)));
        var wrong = calls.First(call => call.method == "views.open").arguments.DeepClone().AsObject();
        wrong["view"]!["blocks"]![0]!["element"]!["type"] = "static_selection";
        calls.Add(new { name = "wrong", method = "views.open", arguments = wrong });

        var found = (await NodePeer.AskAsync("slack-types.mjs", calls, Ct)).AsArray();

        Assert.All(found, call => Assert.True(((string?)call!["name"] == "wrong") == (call["problems"]!.AsArray().Count > 0), $"{call["name"]}: {call["problems"]!.ToJsonString()}"));
    }
}
