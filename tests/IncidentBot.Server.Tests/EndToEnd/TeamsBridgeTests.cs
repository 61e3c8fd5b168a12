using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>One incident, live in Slack and in a channel of Teams.</summary>
public sealed class TeamsBridgeTests
{
    [Fact]
    public async Task The_same_card_and_messages_are_in_Slack_and_in_Teams_and_commands_work_from_both()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var teams = await FakeTeams.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(
            redis.Url,
            [.. SlackRoom.Settings(slack), .. TeamsRoom.Settings(teams), .. Both, $"Chat:Bridges:war-room=teams:{FakeTeams.Tenant}:{FakeTeams.Channel}"]);
        var here = new SlackRoom(slack, bot.Address);
        var there = new TeamsRoom(teams, bot.Address);
        await here.TypeAsync(FakeSlack.Alice, "/incident open P0 Redis is down");
        await here.AllSeeAsync("INC-1 finding");

        await here.TypeAsync(FakeSlack.Alice, "/incident bridge war-room");
        await here.AloneSeesAsync(FakeSlack.Alice, "INC-1 is live in Teams as well");
        var opening = await there.AllSeeAsync("INC-1 P0 is live here as well: Redis is down");
        var card = await there.AllSeeAsync("INC-1  P0  ASSESSING");
        Assert.Equal(card.Conversation, opening.Conversation);
        Assert.Equal($"{FakeTeams.Channel};messageid={card.Id}", card.Conversation);

        await there.TypeAsync(FakeTeams.Bob, "incident ack", card.Conversation);
        await here.AllSeeAsync("INC-1  P0  ASSESSING", "acknowledged by Bob");
        await here.TypeAsync(FakeSlack.Alice, "/incident mitigate it was restarted");
        await there.AllSeeAsync("Assessing → Mitigating, by Alice");
        var updated = await there.AllSeeAsync("INC-1  P0  MITIGATING");
        Assert.Equal(card.Id, updated.Id);

        // What one asked for in Slack the other approves in Teams; the same person's other account does not.
        await RedisTroubles.FillAsync(redis, ("rl:", 200, 10));
        await here.TypeAsync(FakeSlack.Alice, "/redis clear-cache rl:*");
        var plan = await there.AllSeeAsync("R-1  /redis clear-cache rl:*", "WAITS FOR APPROVAL");
        await there.PressAsync(FakeTeams.Alice, plan, "Approve");
        await there.AloneSeesAsync(FakeTeams.Alice, "takes a second person");
        await there.PressAsync(FakeTeams.Bob, plan, "Approve");
        await here.AllSeeAsync("R-1  /redis clear-cache rl:*", "SUCCEEDED");
        await there.AllSeeAsync("R-1  /redis clear-cache rl:*", "SUCCEEDED");
    }

    [Fact]
    public async Task A_bridge_that_is_ended_leaves_a_last_word_and_a_card_on_which_nothing_can_be_pressed_and_can_be_made_again()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var teams = await FakeTeams.StartAsync();
        await using var bot = await BotHost.StartAsync(
            "redis://127.0.0.1:1",
            [.. SlackRoom.Settings(slack), .. TeamsRoom.Settings(teams), .. Both, $"Chat:Bridges:war-room=teams:{FakeTeams.Tenant}:{FakeTeams.Channel}"]);
        var here = new SlackRoom(slack, bot.Address);
        var there = new TeamsRoom(teams, bot.Address);
        await here.TypeAsync(FakeSlack.Alice, "/incident open P0 Redis is down");
        await here.AllSeeAsync("INC-1 finding");
        await here.TypeAsync(FakeSlack.Alice, "/incident bridge war-room");
        await there.AllSeeAsync("INC-1 P0 is live here as well");
        var card = await there.AllSeeAsync("INC-1  P0  ASSESSING");

        // Typed there without a name, it is that one.
        await there.TypeAsync(FakeTeams.Bob, "incident unbridge", card.Conversation);
        await there.AloneSeesAsync(FakeTeams.Bob, "INC-1 is no longer live in");
        var last = await there.AllSeeAsync(
            "INC-1 is no longer live here: Redis is down",
            "Bob has ended the bridge. It goes on in",
            "/incident bridge INC-1 war-room");
        var left = await there.AllSeeAsync("INC-1  P0  ASSESSING", "No longer kept up to date here. INC-1 goes on in");
        Assert.Equal((card.Conversation, card.Id), (left.Conversation, left.Id));
        Assert.Equal(card.Conversation, last.Conversation);
        Assert.Empty(left.Actions);

        await here.TypeAsync(FakeSlack.Alice, "/incident mitigate it was restarted");
        await here.AllSeeAsync("INC-1  P0  MITIGATING");
        await there.TypeAsync(FakeTeams.Bob, "incident ack", card.Conversation);
        await there.AloneSeesAsync(FakeTeams.Bob, "There is no incident in this channel.");
        Assert.DoesNotContain(teams.Messages, message => message.Visible.Contains("Mitigating", StringComparison.Ordinal));

        await here.TypeAsync(FakeSlack.Alice, "/incident bridge");
        var again = await there.AllSeeAsync("INC-1  P0  MITIGATING");
        Assert.Equal(card.Id, again.Id);
        Assert.DoesNotContain("No longer kept up to date", again.Visible, StringComparison.Ordinal);
        await here.TypeAsync(FakeSlack.Alice, "/incident severity P1");
        await there.AllSeeAsync("severity P0 → P1, by Alice");
    }

    /// <summary>Alice and Bob with both of their accounts.</summary>
    private static readonly string[] Both =
    [
        $"People:0:Accounts:0=slack:{FakeSlack.Team}:{FakeSlack.Alice}", $"People:0:Accounts:1=teams:{FakeTeams.Tenant}:{FakeTeams.Alice.AadObjectId}",
        $"People:1:Accounts:0=slack:{FakeSlack.Team}:{FakeSlack.Bob}", $"People:1:Accounts:1=teams:{FakeTeams.Tenant}:{FakeTeams.Bob.AadObjectId}",
    ];
}
