using System.Text.Json.Nodes;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Slack;

public sealed class SlackEventTests : IAsyncLifetime
{
    private readonly MovableTime time = new();
    private FakeSlack slack = null!;
    private SlackBot bot = null!;

    public async ValueTask InitializeAsync()
    {
        slack = await FakeSlack.StartAsync(time);
        bot = await SlackBot.StartAsync(slack);
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await slack.DisposeAsync();
    }

    [Fact]
    public async Task Slack_checking_the_address_gets_its_challenge_back()
    {
        var ack = await SendAsync(new JsonObject { ["type"] = "url_verification", ["token"] = "legacy", ["challenge"] = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P" });

        Assert.Equal((200, """{"challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}"""), (ack.Status, ack.Body));
    }

    [Theory]
    [InlineData("/redis ping", "/redis ping")]
    [InlineData("redis ping", "/redis ping")]
    [InlineData("  incident open P1 memory &gt; 90 %", "/incident open P1 memory > 90 %")]
    [InlineData("incident assign <@U0BOB>", "/incident assign <@U0BOB>")]
    [InlineData("", "/help")]
    public async Task What_follows_the_mention_is_a_command_in_that_channel(string said, string command)
    {
        var mention = slack.Events.Mention(said);

        Assert.Equal(new FakeSlackAck(200, ""), await SendAsync(mention));

        var row = Assert.Single(bot.Inbox.Rows);
        Assert.Equal(($"slack:{FakeSlack.Team}:{mention["event_id"]}", command, null), (row.Key, row.Text, row.Ticket));
        Assert.Equal((new Account("slack", FakeSlack.Team, FakeSlack.Alice), new ChannelRef("slack", FakeSlack.Team, FakeSlack.Channel)), (row.From, row.Channel));
    }

    [Fact]
    public async Task Its_answer_goes_into_the_channel_for_that_person_alone()
    {
        await SendAsync(slack.Events.Mention("redis ping"));

        await bot.Platform.ReplyAsync(Assert.Single(bot.Inbox.Rows).ReplyTo, Card.Say("PONG"), new("1"), default);

        var message = Assert.Single(slack.Messages);
        Assert.Equal((FakeSlack.Channel, FakeSlack.Alice), (message.Channel, message.OnlyFor));
    }

    [Fact]
    public async Task An_event_whose_answer_got_lost_comes_again_and_is_one_row()
    {
        var answers = await slack.Events.DeliverAsync(slack.Events.Mention("redis ping"), bot.Events, default, lostAnswers: 3);

        Assert.Equal([200, 200, 200, 200], answers.Select(answer => answer.Status));
        Assert.Single(bot.Inbox.Rows);
    }

    [Fact]
    public async Task An_event_that_could_not_be_stored_comes_again_and_is_taken_then()
    {
        bot.Inbox.Failure = new InvalidOperationException("the disk is full");
        var mention = slack.Events.Mention("redis ping");
        Assert.Equal([500, 500, 500, 500], (await slack.Events.DeliverAsync(mention, bot.Events, default)).Select(answer => answer.Status));
        bot.Inbox.Failure = null;

        Assert.Equal(200, Assert.Single(await slack.Events.DeliverAsync(mention, bot.Events, default)).Status);
        Assert.Single(bot.Inbox.Rows);
    }

    [Theory]
    [InlineData("bot_id", "B0BOT")]
    [InlineData("bot_id", "B0OTHER")]
    [InlineData("user", FakeSlack.BotUser)]
    [InlineData("subtype", "message_changed")]
    [InlineData("edited", "{}")]
    [InlineData("type", "reaction_added")]
    [InlineData("user", "not an id")]
    public async Task Bots_edits_and_what_nobody_asked_for_are_acknowledged_and_left_alone(string field, string value)
    {
        var mention = slack.Events.Mention("redis ping");
        mention["event"]![field] = value == "{}" ? new JsonObject { ["user"] = FakeSlack.Alice } : value;

        Assert.Equal(200, (await SendAsync(mention)).Status);
        Assert.Equal(0, bot.Inbox.Inserts);
    }

    [Fact]
    public async Task Too_many_events_within_an_hour_are_said_in_the_log()
    {
        Assert.Equal(200, (await SendAsync(new JsonObject { ["type"] = "app_rate_limited", ["team_id"] = FakeSlack.Team, ["minute_rate_limited"] = 1 })).Status);
        Assert.Contains("holds events", bot.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspace_that_is_not_served_gives_no_commands()
    {
        await using var strict = await SlackBot.StartAsync(slack, ("Slack:Teams:0", FakeSlack.Team));

        Assert.Equal(200, (await slack.Sender.SendAsync(slack.Events.Request(slack.Events.Mention("redis ping", team: "T0OTHER")), strict.Events, default)).Status);
        Assert.Equal(0, strict.Inbox.Inserts);
    }

    private Task<FakeSlackAck> SendAsync(JsonObject body) => slack.Sender.SendAsync(slack.Events.Request(body), bot.Events, default);
}
