using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>People whom the configuration does not name: what a user group or a team says of them counts.</summary>
public sealed class GroupTests
{
    private const string OnCall = "S0ONCALL";

    [Fact]
    public async Task The_members_of_a_user_group_repair_together_over_all_its_pages_and_an_outsider_does_not()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.UserGroups[OnCall] = ["U0OTHER", FakeSlack.Alice, FakeSlack.Bob];
        await using var redis = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(redis, ("rl:", 200, 10));
        await using var bot = await BotHost.StartAsync(redis.Url, [.. InSlack(slack)]);
        var room = new SlackRoom(slack, bot.Address);

        await room.TypeAsync("U0MALLORY", "/redis clear-cache rl:*");
        await room.AloneSeesAsync("U0MALLORY", "takes the Respond permission");
        await room.TypeAsync(FakeSlack.Alice, "/redis clear-cache rl:*");
        var plan = await room.AllSeeAsync("R-1 ", "WAITS FOR APPROVAL");
        await room.ApproveAsync(FakeSlack.Alice, plan);
        await room.AloneSeesAsync(FakeSlack.Alice, "takes a second person");
        await room.ApproveAsync(FakeSlack.Bob, plan);
        await room.AllSeeAsync("R-1 ", "SUCCEEDED");

        Assert.Equal(3, slack.Calls.Count(call => call.Method == "usergroups.users.list"));
    }

    [Fact]
    public async Task A_user_group_that_cannot_be_read_in_full_gives_nothing_and_the_refusal_says_so()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.UserGroups[OnCall] = [FakeSlack.Alice, FakeSlack.Bob];
        slack.Weather = (method, arguments) => method == "usergroups.users.list" && arguments["cursor"] is not null ? FakeSlackFailure.RateLimited(30) : null;
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, [.. InSlack(slack)]);
        var room = new SlackRoom(slack, bot.Address);

        await room.TypeAsync(FakeSlack.Alice, "/redis bgsave");
        await room.AloneSeesAsync(FakeSlack.Alice, "takes the Respond permission", "your groups could not be read");
        Assert.Equal(0, await bot.CountAsync("runs"));
    }

    [Fact]
    public async Task The_members_of_a_team_repair_together_and_one_who_asked_in_Slack_may_be_any_of_them()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var teams = await FakeTeams.StartAsync();
        teams.TeamMembers = [new("29:1x", "X", Guid.NewGuid().ToString()), new("29:1y", "Y", Guid.NewGuid().ToString()), FakeTeams.Alice, FakeTeams.Bob];
        slack.UserGroups[OnCall] = [FakeSlack.Alice];
        await using var redis = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(redis, ("rl:", 200, 10));
        await using var bot = await BotHost.StartAsync(redis.Url,
        [
            .. InSlack(slack), .. TeamsRoom.Settings(teams).Where(setting => !setting.StartsWith("People", StringComparison.Ordinal)),
            $"People:Groups:1:Group=teams:{FakeTeams.Tenant}:{FakeTeams.Team}",
            "People:Groups:1:Permissions:0=Respond", "People:Groups:1:Permissions:1=Approve",
            $"Chat:Bridges:teams=teams:{FakeTeams.Tenant}:{FakeTeams.Channel}",
        ]);
        var (here, there) = (new SlackRoom(slack, bot.Address), new TeamsRoom(teams, bot.Address));
        await here.TypeAsync(FakeSlack.Alice, "/incident open P0 Redis is full");
        await here.AllSeeAsync("INC-1 finding");
        await here.TypeAsync(FakeSlack.Alice, "/incident bridge");
        await here.TypeAsync(FakeSlack.Alice, "/redis clear-cache rl:*");
        var asked = await there.AllSeeAsync("R-1 ", "WAITS FOR APPROVAL");

        await there.PressAsync(FakeTeams.Bob, asked, "Approve");
        await there.AloneSeesAsync(FakeTeams.Bob, "nothing shows that this account is somebody else's");
        await there.PressAsync(FakeTeams.Bob, asked, "Reject");
        await there.AllSeeAsync("R-1 ", "REJECTED");
        await there.TypeAsync(FakeTeams.Alice, "redis clear-cache rl:*", asked.Conversation);
        var again = await there.AllSeeAsync("R-2 ", "WAITS FOR APPROVAL");
        await there.PressAsync(FakeTeams.Bob, again, "Approve");
        await there.AllSeeAsync("R-2 ", "SUCCEEDED");
    }

    [Fact]
    public async Task A_team_that_cannot_be_read_gives_nothing_and_the_refusal_says_so()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url,
        [
            .. TeamsRoom.Settings(teams).Where(setting => !setting.StartsWith("People", StringComparison.Ordinal)),
            $"People:Groups:0:Group=teams:{FakeTeams.Tenant}:19:another-team@thread.tacv2", "People:Groups:0:Permissions:0=Respond",
        ]);
        var room = new TeamsRoom(teams, bot.Address);

        await room.TypeAsync(FakeTeams.Alice, "redis bgsave");
        await room.AloneSeesAsync(FakeTeams.Alice, "takes the Respond permission", "your groups could not be read");
    }

    [Theory]
    [InlineData("slack:T1", "People:Groups has the group 'slack:T1'. Write platform:workspace:group")]
    [InlineData("slack:T1:S1", "the platform 'slack' is not configured here")]
    public async Task A_group_that_makes_no_sense_stops_the_start(string group, string said)
    {
        var mistake = await Assert.ThrowsAnyAsync<ArgumentException>(() => BotHost.StartAsync("redis://127.0.0.1:1", $"People:Groups:0:Group={group}"));

        Assert.Contains(said, mistake.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> InSlack(FakeSlack slack) =>
    [
        .. SlackRoom.Settings(slack).Where(setting => !setting.StartsWith("People", StringComparison.Ordinal)),
        $"People:Groups:0:Group=slack:{FakeSlack.Team}:{OnCall}", "People:Groups:0:Permissions:0=Respond", "People:Groups:0:Permissions:1=Approve",
    ];
}
