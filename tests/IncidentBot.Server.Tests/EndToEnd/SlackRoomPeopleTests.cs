using System.Text.Json.Nodes;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>Who is brought into an incident's channel, and what they are called there.</summary>
public sealed class SlackRoomPeopleTests
{
    private const string OnCall = "S0ONCALL";
    private const string Carol = "U0CAROL";
    private const string DeadRedis = "redis://127.0.0.1:1";

    [Fact]
    public async Task Who_takes_it_in_Teams_is_invited_with_the_account_in_Slack_that_they_have_linked()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var teams = await FakeTeams.StartAsync();
        await using var bot = await BotHost.StartAsync(DeadRedis,
        [
            .. SlackRoom.WithRooms(slack), .. TeamsRoom.Settings(teams), $"Chat:Bridges:war-room=teams:{FakeTeams.Tenant}:{FakeTeams.Channel}",
            $"People:0:Accounts:0=slack:{FakeSlack.Team}:{FakeSlack.Alice}", $"People:1:Accounts:0=teams:{FakeTeams.Tenant}:{FakeTeams.Bob.AadObjectId}",
        ]);
        var (here, there) = (new SlackRoom(slack, bot.Address), new TeamsRoom(teams, bot.Address));
        await there.TypeAsync(FakeTeams.Bob, "link");
        var offered = (await there.AloneSeesAsync(FakeTeams.Bob, "Your code is")).Visible;
        var code = offered[(offered.IndexOf("Your code is ", StringComparison.Ordinal) + "Your code is ".Length)..][..10];
        await here.TypeAsync(FakeSlack.Bob, $"/link {code}");
        await here.AloneSeesAsync(FakeSlack.Bob, "One step is left");
        await there.AloneSeesAsync(FakeTeams.Bob, "has typed your code");
        await there.TypeAsync(FakeTeams.Bob, $"link {code}");
        await there.AloneSeesAsync(FakeTeams.Bob, "is linked");

        await here.TypeAsync(FakeSlack.Alice, "/incident open P0 Orders are late");
        await here.AllSeeAsync("INC-1 has a channel of its own");
        var room = Assert.Single(slack.Rooms.All);
        await here.TypeAsync(FakeSlack.Alice, "/incident bridge war-room", room.Id);
        var opening = await there.AllSeeAsync("INC-1 P0 is live here as well");
        Assert.DoesNotContain(FakeSlack.Bob, room.Members);
        await there.TypeAsync(FakeTeams.Bob, "incident ack", opening.Conversation);

        await Eventually.TrueAsync(() => room.Members.SetEquals([FakeSlack.BotUser, FakeSlack.Alice, FakeSlack.Bob]), "Bob is in the channel in Slack");
    }

    [Fact]
    public async Task Who_is_given_a_role_is_told_in_a_message_of_their_own()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await BotHost.StartAsync(DeadRedis, SlackRoom.WithRooms(slack));
        var people = new SlackRoom(slack, bot.Address);
        await people.TypeAsync(FakeSlack.Alice, "/incident open P0 Orders are late");
        await people.AllSeeAsync("INC-1 has a channel of its own");

        await people.TypeAsync(FakeSlack.Alice, "/incident role INC-1 commander @bob");
        await people.AllSeeInAsync(FakeSlack.Bob, "You are Commander of INC-1 P0", "Orders are late", "Alice has given it to you.");
        await people.TypeAsync(FakeSlack.Alice, "/incident assign INC-1 @alice");
        await people.AllSeeInAsync(slack.Rooms.All.Single().Id, "INC-1 is assigned to Alice");

        Assert.DoesNotContain(slack.Messages, message => message.Channel == FakeSlack.Alice);
    }

    [Fact]
    public async Task Whose_approval_is_waited_for_is_asked_in_a_message_of_their_own_and_can_give_it_there()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.AskAsync("SET", "rl:1", "1");
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, [.. SlackRoom.WithRooms(slack), "Targets:primary:Caches:0:Pattern=rl:*"]);
        var people = new SlackRoom(slack, bot.Address);
        await people.TypeAsync(FakeSlack.Alice, "/redis clear-cache rl:*");

        var asked = await people.AllSeeInAsync(FakeSlack.Bob, "R-1 waits for your approval", "Alice asked for it");
        await people.ApproveAsync(FakeSlack.Bob, asked);

        await people.AllSeeInAsync(FakeSlack.Channel, "R-1", "SUCCEEDED", "Bob");
        Assert.DoesNotContain(slack.Messages, message => message.Channel == FakeSlack.Alice);
    }

    [Fact]
    public async Task Members_of_a_group_are_invited_with_the_responders_and_whom_Slack_refuses_is_named_once()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.UserGroups[OnCall] = [Carol, "U0GONE", "U0GUEST"];
        slack.Rooms.Refused["U0GONE"] = "user_not_found";
        slack.Rooms.Refused["U0GUEST"] = "cant_invite";
        await using var bot = await BotHost.StartAsync(DeadRedis, [.. SlackRoom.WithRooms(slack), .. Group, "Slack:Rooms:InviteResponders=true"]);
        var people = new SlackRoom(slack, bot.Address);

        await people.TypeAsync(FakeSlack.Alice, "/incident open P0 Orders are late");
        await people.AllSeeAsync(
            "lacks something",
            "U0GONE could not be invited. Slack refused conversations.invite: user_not_found.",
            "U0GUEST could not be invited. Slack refused conversations.invite: cant_invite.");
        var room = Assert.Single(slack.Rooms.All);
        Assert.Equal([FakeSlack.Alice, FakeSlack.Bob, FakeSlack.BotUser, Carol], room.Members.Order(StringComparer.Ordinal));

        await people.TypeAsync(FakeSlack.Alice, "/incident severity P1", room.Id);
        await Eventually.TrueAsync(() => room.Topics[^1].StartsWith("P1", StringComparison.Ordinal), "the channel is up to date");
        Assert.Single(slack.Messages, message => message.Visible.Contains("could not be invited", StringComparison.Ordinal));
        Assert.Single(slack.Calls, call => call.Method == "conversations.invite");
    }

    [Fact]
    public async Task A_private_incident_has_a_private_channel_that_only_those_let_in_come_into()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.UserGroups[OnCall] = [Carol];
        slack.Rooms.Add("inc-1-private", "U0OTHER");
        await using var bot = await BotHost.StartAsync(DeadRedis, [.. SlackRoom.WithRooms(slack), .. Group, "Slack:Rooms:InviteResponders=true"]);
        var people = new SlackRoom(slack, bot.Address);

        await people.TypeAsync(FakeSlack.Alice, "/incident open P0 private Keys of Acme are gone");
        await people.AloneSeesAsync(FakeSlack.Alice, "INC-1 P0 PRIVATE opened", "only those with a part in it see it");
        await Eventually.TrueAsync(() => slack.Rooms.All is [_, { Pins.Count: 1 }], "its channel is made and furnished");
        var room = slack.Rooms.All[1];
        Assert.Equal(("inc-1-private-2", true), (room.Name, room.IsPrivate));
        await people.AllSeeInAsync(room.Id, "INC-1  P0  PRIVATE  ASSESSING", "Keys of Acme are gone");
        Assert.Equal([FakeSlack.Alice, FakeSlack.BotUser], room.Members.Order(StringComparer.Ordinal));

        await people.TypeAsync(FakeSlack.Bob, "/incident status INC-1");
        await people.AloneSeesAsync(FakeSlack.Bob, "There is no INC-1.");
        await people.TypeAsync(FakeSlack.Alice, $"/incident invite <@{FakeSlack.Bob}>", room.Id);
        await Eventually.TrueAsync(() => room.Members.Contains(FakeSlack.Bob), "who is let in is invited");
        await people.TypeAsync(FakeSlack.Bob, "/incident status", room.Id);
        await people.AloneSeesAsync(FakeSlack.Bob, "INC-1  P0  PRIVATE");

        Assert.Equal(
            ["INC-1 opened, private"],
            slack.Messages.Where(message => message.Channel == FakeSlack.Channel && message.OnlyFor is null).Select(message => message.Visible.Trim()));
        Assert.DoesNotContain(slack.Rooms.All[0].Topics, topic => topic.Contains("Acme", StringComparison.Ordinal));
    }

    /// <summary>Where Slack refuses all of them and names nobody, they are invited one by one.</summary>
    [Fact]
    public async Task One_whom_Slack_refuses_without_a_name_keeps_nobody_out()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.UserGroups[OnCall] = [Carol, "U0GUEST"];
        slack.Weather = (method, arguments) => method == "conversations.invite"
            && ((string)arguments["users"]!).Split(',') is { Length: var many } users
            && users.Contains("U0GUEST")
            ? new FakeSlackFailure(many > 1 ? "cant_invite" : "user_is_restricted")
            : null;
        await using var bot = await BotHost.StartAsync(DeadRedis, [.. SlackRoom.WithRooms(slack), .. Group, "Slack:Rooms:InviteResponders=true"]);
        var people = new SlackRoom(slack, bot.Address);

        await people.TypeAsync(FakeSlack.Alice, "/incident open P0 Orders are late");
        await people.AllSeeAsync("lacks something", "U0GUEST could not be invited. Slack refused conversations.invite: user_is_restricted.");

        Assert.Equal([FakeSlack.Alice, FakeSlack.Bob, FakeSlack.BotUser, Carol], Assert.Single(slack.Rooms.All).Members.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whom_nobody_lists_is_shown_by_the_name_that_Slack_knows_and_it_mentions_nobody()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.UserGroups[OnCall] = [Carol];
        slack.UserNames[Carol] = "Carol <!channel>";
        await using var bot = await BotHost.StartAsync(DeadRedis, [.. SlackRoom.Settings(slack), .. Group]);
        var people = new SlackRoom(slack, bot.Address);
        await people.TypeAsync(FakeSlack.Alice, "/incident open P0 Orders are late");
        await people.AllSeeAsync("INC-1  P0  ASSESSING");

        // A mention brings the writer's id and no name.
        await slack.Events.DeliverAsync(
            slack.Events.Mention("incident ack", Carol),
            new Uri(bot.Address, "/slack/events"),
            TestContext.Current.CancellationToken);

        var card = await people.AllSeeAsync("INC-1  P0  ASSESSING", "acknowledged by Carol <!channel>");
        Assert.DoesNotContain("<!channel>", Mrkdwn(card), StringComparison.Ordinal);
        await people.TypeAsync(FakeSlack.Alice, "/incident timeline");
        await people.AloneSeesAsync(FakeSlack.Alice, "INC-1 timeline", "Carol <!channel>: acknowledged it");
        Assert.DoesNotContain(slack.Messages, message => message.Visible.Contains(Carol, StringComparison.Ordinal));
    }

    private static string[] Group => [$"People:Groups:0:Group=slack:{FakeSlack.Team}:{OnCall}", "People:Groups:0:Permissions:0=Respond"];

    /// <summary>The texts in which Slack would read a mention.</summary>
    private static string Mrkdwn(FakeSlackMessage message) =>
        string.Join('\n', Objects(message.Blocks).Where(text => (string?)text["type"] == "mrkdwn").Select(text => (string)text["text"]!));

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(Objects),
        JsonObject thing => thing.SelectMany(property => Objects(property.Value)).Prepend(thing),
        _ => [],
    };
}
