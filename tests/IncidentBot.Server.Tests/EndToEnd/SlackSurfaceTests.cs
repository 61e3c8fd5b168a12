using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>The home tab and the shortcut on messages.</summary>
public sealed class SlackSurfaceTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_home_tab_shows_what_concerns_its_reader_and_its_buttons_work()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(redis, ("rl:", 200, 10));
        await using var bot = await BotHost.StartAsync(redis.Url, SlackRoom.Settings(slack));
        var people = new SlackRoom(slack, bot.Address);
        await people.TypeAsync(FakeSlack.Alice, "/incident open P0 Redis <!channel> is full");
        await people.TypeAsync(FakeSlack.Alice, "/redis clear-cache rl:*");
        await people.AllSeeAsync("R-1 ", "WAITS FOR APPROVAL");

        var forBob = await OpenHomeAsync(slack, bot, FakeSlack.Bob);
        Assert.Contains("INC-1 P0", forBob.Visible, StringComparison.Ordinal);
        Assert.Contains("Waits for your approval", forBob.Visible, StringComparison.Ordinal);
        var forAlice = await OpenHomeAsync(slack, bot, FakeSlack.Alice);
        Assert.Contains("Nothing waits for your approval", forAlice.Visible, StringComparison.Ordinal);
        Assert.Contains("Your runs", forAlice.Visible, StringComparison.Ordinal);

        Assert.Equal(200, await people.SendAsync(slack.Sender.PressAtHome(slack.Views.HomeOf(FakeSlack.Bob)!, "INC-1", FakeSlack.Bob), people.Interactions));
        var answer = await people.AllSeeInAsync(FakeSlack.Bob, "INC-1  P0  ");
        Assert.Equal(FakeSlack.Bob, answer.Channel);
        Assert.Equal(
            200,
            await people.SendAsync(slack.Sender.PressAtHome(slack.Views.HomeOf(FakeSlack.Bob)!, "Approve R-1", FakeSlack.Bob), people.Interactions));
        Assert.Equal(
            200,
            await people.SendAsync(slack.Sender.Submit(Assert.Single(slack.Views.Opened), new() { ["read"] = "yes" }, FakeSlack.Bob), people.Interactions));
        await people.AllSeeAsync("R-1 ", "SUCCEEDED");
        Assert.Contains("You have no run under way", (await OpenHomeAsync(slack, bot, FakeSlack.Alice)).Visible, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_is_added_to_the_timeline_with_the_way_back_to_it()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, SlackRoom.Settings(slack));
        var people = new SlackRoom(slack, bot.Address);
        await people.TypeAsync(FakeSlack.Alice, "/incident open P0 Redis is down");
        await people.AllSeeAsync("INC-1  P0  ASSESSING");

        await people.SendAsync(
            slack.Sender.Shortcut("add_to_timeline", "INC-7 &lt;redis://:s3cret@10.0.0.1&gt; was\nrestarted", FakeSlack.Alice),
            people.Interactions);
        await people.AloneSeesAsync(FakeSlack.Alice, "Noted in the timeline of INC-1");
        await people.TypeAsync(FakeSlack.Alice, "/incident timeline");

        var timeline = await people.AloneSeesAsync(
            FakeSlack.Alice,
            "INC-1 timeline",
            "A message said: INC-7",
            "was restarted",
            "https://acme.slack.com/archives/C0INCIDENTS/p1763806500000100");
        Assert.DoesNotContain("s3cret", timeline.Visible, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_shortcut_is_left_alone()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, SlackRoom.Settings(slack));
        var people = new SlackRoom(slack, bot.Address);

        Assert.Equal(200, await people.SendAsync(slack.Sender.Shortcut("somebody_elses", "hello"), people.Interactions));

        Assert.Equal(0, await bot.CountAsync("inbox"));
    }

    private static async Task<FakeSlackMessage> OpenHomeAsync(FakeSlack slack, BotHost bot, string user)
    {
        Assert.Equal(200, (await slack.Events.DeliverAsync(slack.Events.HomeOpened(user), new Uri(bot.Address, "/slack/events"), Ct))[^1].Status);
        return new FakeSlackMessage("", "", null, "", slack.Views.HomeOf(user)!["blocks"]!.AsArray(), 0);
    }
}
