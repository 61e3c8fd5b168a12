using IncidentBot.Chat.Local;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>One incident, live on the local page and in Slack.</summary>
public sealed class SlackBridgeTests
{
    [Fact]
    public async Task The_same_card_and_messages_are_on_both_sides_and_commands_work_from_both()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, BothSides(slack));
        var people = new SlackRoom(slack, bot.Address);
        var channel = await bot.OpenAsync(LocalPeople.Ada, "Redis is down");

        await bot.SayAsync(LocalPeople.Ada, channel, "/incident bridge slack");
        await bot.SeesAsync(LocalPeople.Ada, channel, "is live in", "as well");
        await people.AllSeeAsync("INC-1 P0 is live here as well: Redis is down");
        var card = await people.AllSeeAsync("INC-1  P0  ASSESSING");
        await people.TypeAsync(FakeSlack.Bob, "/incident ack");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1  P0  ASSESSING", "acknowledged by Bob");
        await bot.SayAsync(LocalPeople.Grace, channel, "/incident mitigate it was restarted");
        await people.AllSeeAsync("Assessing → Mitigating, by Grace");

        var updated = await people.AllSeeAsync("INC-1  P0  MITIGATING");
        Assert.Equal(card.Ts, updated.Ts);
    }

    [Fact]
    public async Task With_Slack_away_the_page_goes_on_and_what_was_said_arrives_in_order_when_it_is_back()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, BothSides(slack));
        var people = new SlackRoom(slack, bot.Address);
        var channel = await bot.OpenAsync(LocalPeople.Ada, "Redis is down");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident bridge slack");
        await people.AllSeeAsync("INC-1 P0 is live here as well");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 finding:");

        slack.IsDown = true;
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident mitigate it was restarted");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident verify");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Monitoring → Resolved");
        await bot.SayAsync(LocalPeople.Grace, channel, "/incident close");
        await bot.SeesAsync(LocalPeople.Grace, channel, "Resolved → Closed");
        slack.IsDown = false;

        await people.AllSeeAsync("Resolved → Closed");
        await people.AllSeeAsync("INC-1  P0  CLOSED");
        string[] steps = ["Assessing → Mitigating", "Verifying → Monitoring", "Monitoring → Resolved", "Resolved → Closed"];
        Assert.Equal(steps, slack.Messages.Select(
            message => steps.FirstOrDefault(step => message.OnlyFor is null && message.Visible.Contains(step, StringComparison.Ordinal))).OfType<string>());
        Assert.Single(slack.Messages, message => message.Visible.Contains("INC-1  P0  CLOSED", StringComparison.Ordinal));
    }

    private static string[] BothSides(FakeSlack slack) =>
        [.. SlackRoom.Settings(slack), "Local:Enabled=true", $"Chat:Bridges:slack=slack:{FakeSlack.Team}:{FakeSlack.Channel}"];
}
