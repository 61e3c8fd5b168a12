using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>An incident in a channel of its own, from the first command to the archive.</summary>
public sealed class SlackRoomLifeTests
{
    private static readonly string[] Bookmarks =
    [
        "Slack:Rooms:Bookmarks:0:Title=Dashboard", "Slack:Rooms:Bookmarks:0:Url=https://grafana.example.com/d/redis?var-target={target}",
        "Slack:Rooms:Bookmarks:1:Title=Runbook", "Slack:Rooms:Bookmarks:1:Url=https://git.example.com/runbooks/{runbook}.md",
    ];

    [Fact]
    public async Task A_room_is_made_pinned_and_filled_with_people_and_archived_at_the_end()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, [.. SlackRoom.WithRooms(slack), .. Bookmarks]);
        var people = new SlackRoom(slack, bot.Address);

        await people.TypeAsync(FakeSlack.Alice, "/incident open P0 Redis is down");
        await people.AloneSeesAsync(FakeSlack.Alice, "INC-1 P0 opened");
        var link = await people.AllSeeAsync("INC-1 has a channel of its own");
        var room = await RoomAsync(slack, room => room.Pins.Count > 0 && room.Bookmarks.Count > 1);
        Assert.Equal("inc-1-redis-is-down", room.Name);
        Assert.Equal(FakeSlack.Channel, link.Channel);
        Assert.Contains(
            $"<#{room.Id}>",
            link.Blocks.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
            StringComparison.Ordinal);
        Assert.Equal(
            ["https://grafana.example.com/d/redis?var-target=primary", "https://git.example.com/runbooks/redis-recovery.md"],
            room.Bookmarks.Select(bookmark => bookmark.Link));
        var card = await people.AllSeeInAsync(room.Id, "INC-1  P0  ASSESSING");
        Assert.Equal([card.Ts], room.Pins);
        await people.AllSeeInAsync(room.Id, "INC-1 so far", "opened as P0");

        await people.TypeAsync(FakeSlack.Bob, "/incident ack INC-1");
        await Eventually.TrueAsync(() => room.Members.IsSupersetOf([FakeSlack.Alice, FakeSlack.Bob]), "who took it is invited");
        await people.TypeAsync(FakeSlack.Bob, "/incident status", room.Id);
        await people.AloneSeesAsync(FakeSlack.Bob, "INC-1  P0", "acknowledged by Bob");
        await people.TypeAsync(FakeSlack.Alice, "/incident status");
        await people.AloneSeesAsync(FakeSlack.Alice, "INC-1 was opened here and is handled in");

        await people.TypeAsync(FakeSlack.Alice, "/incident mitigate it was restarted", room.Id);
        await people.AllSeeInAsync(room.Id, "Assessing → Mitigating");
        await people.TypeAsync(FakeSlack.Alice, "/incident verify", room.Id);
        await people.AllSeeInAsync(room.Id, "Monitoring → Resolved");
        await people.TypeAsync(FakeSlack.Bob, "/incident close", room.Id);

        await RoomAsync(slack, room => room.IsArchived);
        await people.AllSeeInAsync(room.Id, "Resolved → Closed");
        await people.AllSeeInAsync(room.Id, "Audit head");
        await people.AllSeeInAsync(room.Id, "INC-1  P0  CLOSED");
        await people.AllSeeInAsync(FakeSlack.Channel, "INC-1  P0  CLOSED");
        Assert.Equal("P0 CLOSED | Redis is down (primary)", room.Topics[^1]);
        Assert.Equal(room.Topics.Distinct(), room.Topics);
        Assert.All(slack.Calls, call => Assert.True(call.Answer is null, $"Slack refused {call.Method} with {call.Answer}: {call.Arguments}"));
    }

    [Fact]
    public async Task A_runbook_that_is_started_later_is_in_the_head_of_the_channel_too()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await BotHost.StartAsync("redis://127.0.0.1:1", [.. SlackRoom.WithRooms(slack), .. Bookmarks]);
        var people = new SlackRoom(slack, bot.Address);
        await people.TypeAsync(FakeSlack.Alice, "/incident open P0 Orders are late");
        var room = await RoomAsync(slack, room => room.Pins.Count > 0 && room.Bookmarks.Count == 1);

        await people.TypeAsync(FakeSlack.Alice, "/runbook start redis-recovery", room.Id);

        await RoomAsync(slack, room => room.Bookmarks.Any(bookmark => bookmark.Link == "https://git.example.com/runbooks/redis-recovery.md"));
    }

    [Fact]
    public async Task Without_the_scope_the_incident_goes_on_where_it_was_opened_and_says_once_what_to_do()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.Scopes.Remove("channels:manage");
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, SlackRoom.WithRooms(slack));
        var people = new SlackRoom(slack, bot.Address);

        await people.TypeAsync(FakeSlack.Alice, "/incident open P0 Redis is down");
        await people.AllSeeAsync("INC-1 goes on in this channel", "Add the scope channels:manage");
        await people.AllSeeAsync("INC-1 finding");
        await people.TypeAsync(FakeSlack.Alice, "/incident mitigate it was restarted");
        await people.TypeAsync(FakeSlack.Alice, "/incident verify");
        await people.AllSeeAsync("Monitoring → Resolved");

        Assert.Single(slack.Messages, message => message.Visible.Contains("goes on in this channel", StringComparison.Ordinal));
        Assert.Empty(slack.Rooms.All);
    }

    /// <summary>The answer never comes, as if the bot had died right after the call; Slack has done it all the same.</summary>
    [Theory]
    [InlineData("conversations.create")]
    [InlineData("conversations.setPurpose")]
    [InlineData("conversations.invite")]
    [InlineData("conversations.setTopic")]
    [InlineData("bookmarks.add")]
    [InlineData("pins.add")]
    [InlineData("conversations.archive")]
    public async Task A_step_whose_answer_was_lost_is_not_done_twice(string method)
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.FailNext(method, new FakeSlackFailure("lost") { AfterEffect = true, Lost = true });
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url,
        [
            .. SlackRoom.WithRooms(slack),
            "Slack:Rooms:RetryAfter=00:00:00.1",
            "Slack:Rooms:Bookmarks:0:Title=Dashboard",
            "Slack:Rooms:Bookmarks:0:Url=https://grafana.example.com/d/redis",
        ]);
        var people = new SlackRoom(slack, bot.Address);

        await people.TypeAsync(FakeSlack.Alice, "/incident open P0 Redis is down");
        var room = await RoomAsync(slack, room => room.Pins.Count > 0);
        await people.TypeAsync(FakeSlack.Alice, "/incident cancel INC-1 a drill");
        await RoomAsync(slack, room => room.IsArchived);
        await people.AllSeeInAsync(FakeSlack.Channel, "INC-1  P0  CANCELLED");

        Assert.Same(room, Assert.Single(slack.Rooms.All));
        Assert.Single(room.Pins);
        Assert.Single(room.Bookmarks);
        Assert.Single(slack.Messages, message => message.Visible.Contains("INC-1 so far", StringComparison.Ordinal));
        Assert.Single(slack.Messages, message => message.Visible.Contains("INC-1 has a channel of its own", StringComparison.Ordinal));
        Assert.Single(slack.Messages, message => message.Channel == room.Id && message.Visible.StartsWith("🔴 INC-1  P0", StringComparison.Ordinal)
            || message.Channel == room.Id && message.Visible.StartsWith("INC-1  P0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_is_taken_gets_a_number_behind_it()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.Rooms.Add("inc-1-redis-is-down", "U0OTHER");
        slack.Rooms.Add("inc-1-redis-is-down-2", "U0BOT", "INC-1: another one. Reference 00000000000000000000000000000000", archived: true);
        slack.Rooms.PageSize = 1;
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, SlackRoom.WithRooms(slack));
        var people = new SlackRoom(slack, bot.Address);

        await people.TypeAsync(FakeSlack.Alice, "/incident open P0 Redis is down");

        await RoomAsync(slack, room => room.Name == "inc-1-redis-is-down-3" && room.Pins.Count > 0);
    }

    private static async Task<FakeSlackRoom> RoomAsync(FakeSlack slack, Func<FakeSlackRoom, bool> wanted)
    {
        FakeSlackRoom? found = null;
        await Eventually.TrueAsync(
            () => (found = slack.Rooms.All.FirstOrDefault(wanted)) is not null,
            $"there is such a room; there are: {string.Join(", ", slack.Rooms.All)}");
        return found!;
    }
}
