using System.Text.Json.Nodes;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Slack;

public sealed class SlackEventTests : SlackBotTest
{
    [Fact]
    public async Task Slack_checking_the_address_gets_its_challenge_back()
    {
        var ack = await SendAsync(
            new JsonObject { ["type"] = "url_verification", ["token"] = "legacy", ["challenge"] = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P" });

        Assert.Equal((200, """{"challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}"""), (ack.Status, ack.Body));
    }

    [Theory]
    [InlineData("/redis ping", "/redis ping")]
    [InlineData("redis ping", "/redis ping")]
    [InlineData("  incident open P1 memory &gt; 90 %", "/incident open P1 memory > 90 %")]
    [InlineData("incident assign <@U0BOB>", "/incident assign <@U0BOB>")]
    [InlineData("", "/help")]
    [InlineData(":", "/help")]
    [InlineData(" \u00a0\u200b", "/help")]
    [InlineData(" ?", "/help")]
    [InlineData(": redis ping", "/redis ping")]
    [InlineData(", redis ping", "/redis ping")]
    [InlineData("\u200b:\u00a0redis ping", "/redis ping")]
    [InlineData("`redis ping`", "/redis ping")]
    [InlineData(": ```\n/redis ping\n```", "/redis ping")]
    [InlineData("`queue status` orders", "/queue status orders")]
    [InlineData("incident note `OOM` on `cache-1`", "/incident note `OOM` on `cache-1`")]
    [InlineData("incident open P2 <http://pay.example.com|pay.example.com> is down", "/incident open P2 pay.example.com is down")]
    [InlineData("incident open P2 mail to <mailto:ops@example.com|ops@example.com> bounces", "/incident open P2 mail to ops@example.com bounces")]
    [InlineData("queue status <http://orders.email|orders.email>", "/queue status orders.email")]
    [InlineData("\u200bre\u00addis\u2060 pi\u202eng\ufeff", "/redis ping")]
    [InlineData("\u202aapprove\u200f R-1\u202c \u200e0a1b2c3d\u200b", "/approve R-1 0a1b2c3d")]
    [InlineData("incident open \u0645\u06cc\u200c\u0631\u0648\u062f", "/incident open \u0645\u06cc\u200c\u0631\u0648\u062f")]
    public async Task What_follows_the_mention_is_a_command_in_that_channel(string said, string command)
    {
        var mention = Slack.Events.Mention(said);

        Assert.Equal(new FakeSlackAck(200, ""), await SendAsync(mention));

        var row = Assert.Single(Bot.Inbox.Rows);
        Assert.Equal(($"slack:{FakeSlack.Team}:{mention["event_id"]}", command, null), (row.Key, row.Text, row.Ticket));
        Assert.Equal(
            (new Account("slack", FakeSlack.Team, FakeSlack.Alice), new ChannelRef("slack", FakeSlack.Team, FakeSlack.Channel)),
            (row.From, row.Channel));
    }

    [Theory]
    [InlineData("good morning <@BOT> redis ping", "/redis ping")]
    [InlineData("redis ping <@BOT>", "/redis ping")]
    [InlineData("<@U0BOB> look: <@BOT|incidentbot>: redis ping", "/redis ping")]
    [InlineData("&gt; is it up?\n<@BOT> redis ping", "/redis ping")]
    [InlineData("<@BOT>—redis ping", "/redis ping")]
    public async Task The_mention_may_stand_anywhere(string said, string command)
    {
        var mention = Slack.Events.Mention("");
        mention["event"]!["text"] = said.Replace("BOT", FakeSlack.BotUser, StringComparison.Ordinal);

        await SendAsync(mention);

        Assert.Equal(command, Assert.Single(Bot.Inbox.Rows).Text);
    }

    [Theory]
    [InlineData("file_share")]
    [InlineData("thread_broadcast")]
    [InlineData("me_message")]
    public async Task What_comes_with_a_file_or_from_a_thread_is_typed_by_a_person(string subtype)
    {
        var mention = Slack.Events.Mention("redis ping");
        mention["event"]!["subtype"] = subtype;
        mention["event"]!["thread_ts"] = "1763806400.000100";

        await SendAsync(mention);

        Assert.Equal("/redis ping", Assert.Single(Bot.Inbox.Rows).Text);
    }

    [Fact]
    public async Task Its_answer_goes_into_the_channel_for_that_person_alone()
    {
        await SendAsync(Slack.Events.Mention("redis ping"));

        await Bot.Platform.ReplyAsync(Assert.Single(Bot.Inbox.Rows).ReplyTo, Card.Say("PONG"), new("1"), default);

        var message = Assert.Single(Slack.Messages);
        Assert.Equal((FakeSlack.Channel, FakeSlack.Alice), (message.Channel, message.OnlyFor));
    }

    [Fact]
    public async Task Who_mentions_the_bot_too_often_is_told_once_and_alone()
    {
        Bot.Inbox.MostWaiting = 1;
        for (var mention = 0; mention < 4; mention++)
        {
            Assert.Equal(new FakeSlackAck(200, ""), await SendAsync(Slack.Events.Mention("redis ping")));
        }

        var told = Assert.Single(Slack.Messages);
        Assert.Equal((FakeSlack.Channel, FakeSlack.Alice), (told.Channel, told.OnlyFor));
        Assert.Contains("1 of your commands wait already", told.Visible, StringComparison.Ordinal);
        Assert.Single(Bot.Inbox.Rows);
    }

    [Fact]
    public async Task An_event_whose_answer_got_lost_comes_again_and_is_one_row()
    {
        var answers = await Slack.Events.DeliverAsync(Slack.Events.Mention("redis ping"), Bot.Events, default, lostAnswers: 3);

        Assert.Equal([200, 200, 200, 200], answers.Select(answer => answer.Status));
        Assert.Single(Bot.Inbox.Rows);
    }

    [Fact]
    public async Task An_event_that_could_not_be_stored_comes_again_and_is_taken_then()
    {
        Bot.Inbox.Failure = new InvalidOperationException("the disk is full");
        var mention = Slack.Events.Mention("redis ping");
        Assert.Equal([500, 500, 500, 500], (await Slack.Events.DeliverAsync(mention, Bot.Events, default)).Select(answer => answer.Status));
        Bot.Inbox.Failure = null;

        Assert.Equal(200, Assert.Single(await Slack.Events.DeliverAsync(mention, Bot.Events, default)).Status);
        Assert.Single(Bot.Inbox.Rows);
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
        var mention = Slack.Events.Mention("redis ping");
        mention["event"]![field] = value == "{}" ? new JsonObject { ["user"] = FakeSlack.Alice } : value;

        Assert.Equal(200, (await SendAsync(mention)).Status);
        Assert.Equal(0, Bot.Inbox.Inserts);
    }

    [Fact]
    public async Task Too_many_events_within_an_hour_are_said_in_the_log()
    {
        Assert.Equal(
            200,
            (await SendAsync(new JsonObject { ["type"] = "app_rate_limited", ["team_id"] = FakeSlack.Team, ["minute_rate_limited"] = 1 })).Status);
        Assert.Contains("holds events", Bot.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspace_that_is_not_served_gives_no_commands()
    {
        await using var strict = await SlackBot.StartAsync(Slack, ("Slack:Teams:0", FakeSlack.Team));

        Assert.Equal(
            200,
            (await Slack.Sender.SendAsync(Slack.Events.Request(Slack.Events.Mention("redis ping", team: "T0OTHER")), strict.Events, default)).Status);
        Assert.Equal(0, strict.Inbox.Inserts);
    }

    private Task<FakeSlackAck> SendAsync(JsonObject body) => Slack.Sender.SendAsync(Slack.Events.Request(body), Bot.Events, default);
}
