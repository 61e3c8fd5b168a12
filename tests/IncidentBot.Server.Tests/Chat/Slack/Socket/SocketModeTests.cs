using System.Text.Json.Nodes;
using IncidentBot.Chat.Slack.Socket;
using IncidentBot.Messages;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IncidentBot.Server.Tests.Chat.Slack.Socket;

public sealed class SocketModeTests : IAsyncLifetime
{
    private static readonly ChannelRef Here = new("slack", FakeSlack.Team, FakeSlack.Channel);

    private readonly CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
    private FakeSlack slack = null!;

    private CancellationToken Ct => patience.Token;

    public async ValueTask InitializeAsync() => slack = await FakeSlack.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await slack.DisposeAsync();
        patience.Dispose();
    }

    [Fact]
    public async Task A_command_is_stored_as_over_HTTP_and_then_acknowledged_with_nothing()
    {
        await using var bot = await StartAsync();

        var envelope = await slack.Sockets.SendAsync(slack.Sender.Command("/incident", "open P1 memory &gt; 90 %"), Ct);

        var row = Assert.Single(bot.Inbox.Rows);
        Assert.Equal(($"slack:{FakeSlack.Team}:{envelope.Payload["trigger_id"]}", "/incident open P1 memory > 90 %"), (row.Key, row.Text));
        Assert.Equal((FakeSlack.Alice, FakeSlack.Channel, "alice"), (row.From.UserId, row.Channel.ChannelId, row.DisplayName));
        Assert.NotNull(row.Ticket);
        Assert.Null(envelope.Answer);
    }

    [Fact]
    public async Task A_pressed_button_is_acknowledged_without_words_and_its_presser_is_told_what_became_of_it()
    {
        await using var bot = await StartAsync();
        await bot.Platform.PostAsync(
            Here,
            Card.Say("A question") with { Buttons = [new CardButton("Open P0", "/incident open P0 x") { OnceKey = "open:x" }] },
            new("1"),
            Ct);

        var first = await slack.Sockets.SendAsync(slack.Sender.Press(slack.Messages[0], "Open P0"), Ct);
        var second = await slack.Sockets.SendAsync(slack.Sender.Press(slack.Messages[0], "Open P0", FakeSlack.Bob), Ct);

        Assert.Null(first.Answer);
        Assert.Null(second.Answer);
        Assert.Equal(FakeSlack.Bob, slack.Messages[^1].OnlyFor);
        Assert.StartsWith("Already received", slack.Messages[^1].Text, StringComparison.Ordinal);
        Assert.Equal("once:open:x", Assert.Single(bot.Inbox.Rows).Key);
    }

    [Fact]
    public async Task A_mention_is_a_command_in_its_channel_and_never_answered_in_the_acknowledgement()
    {
        await using var bot = await StartAsync();

        var envelope = await slack.Sockets.SendAsync("events_api", slack.Events.Mention("redis ping"), Ct);

        var row = Assert.Single(bot.Inbox.Rows);
        Assert.Equal(($"slack:{FakeSlack.Team}:{envelope.Payload["event_id"]}", "/redis ping", null), (row.Key, row.Text, row.Ticket));
        Assert.Null(envelope.Answer);
    }

    [Fact]
    public async Task One_request_that_comes_down_two_sockets_and_over_HTTP_is_one_row()
    {
        await using var bot = await SlackBot.StartAsync(slack, [.. slack.SocketSettings.Select(setting => (setting.Key, setting.Value))]);
        await ConnectedAsync(2);
        var request = slack.Sender.Command("/redis", "ping");

        await slack.Sockets.SendAsync(request, Ct);
        await slack.Sockets.SendAsync(request, Ct);
        Assert.Equal(200, (await slack.Sender.SendAsync(request, bot.Commands, Ct)).Status);

        Assert.Equal((3, 1), (bot.Inbox.Inserts, bot.Inbox.Rows.Count));
    }

    [Fact]
    public async Task What_cannot_be_stored_is_not_acknowledged_and_comes_again()
    {
        slack.Sockets.AckPatience = TimeSpan.FromMilliseconds(50);
        await using var bot = await StartAsync();
        bot.Inbox.Failure = new InvalidOperationException("the disk is full");

        var sending = slack.Sockets.SendAsync(slack.Sender.Command("/redis", "ping"), Ct);
        await Eventually.TrueAsync(() => bot.Inbox.Inserts >= 3, "the envelope is sent again while it is not acknowledged");
        Assert.False(sending.IsCompleted);
        bot.Inbox.Failure = null;

        Assert.True((await sending).Attempts >= 4);
        Assert.Single(bot.Inbox.Rows);
    }

    [Theory]
    [InlineData("slash_commands", "{}")]
    [InlineData("slash_commands", """{"team_id":"T1","channel_id":"C1","user_id":7,"command":"/redis","trigger_id":"1.2"}""")]
    [InlineData("slash_commands", """{"team_id":"T1","channel_id":"C1","user_id":"U1","command":"/redis","trigger_id":"not one"}""")]
    [InlineData("interactive", """{"type":"block_actions"}""")]
    [InlineData("events_api", """{"type":"event_callback"}""")]
    [InlineData("telepathy", """{"team_id":"T1"}""")]
    public async Task What_makes_no_sense_is_acknowledged_so_that_it_does_not_come_again(string type, string payload)
    {
        await using var bot = await StartAsync();

        Assert.Equal(1, (await slack.Sockets.SendAsync(type, JsonNode.Parse(payload)!.AsObject(), Ct)).Attempts);
        Assert.Empty(bot.Inbox.Rows);
    }

    [Theory]
    [InlineData(DisconnectReason.Warning)]
    [InlineData(DisconnectReason.RefreshRequested)]
    public async Task A_socket_is_replaced_before_it_is_closed_and_nothing_is_lost_or_taken_twice(string reason)
    {
        slack.Sockets.CloseAfterWarning = TimeSpan.FromMilliseconds(300);
        await using var bot = await StartAsync(("Slack:SocketConnections", "1"));
        slack.Sockets.Watch();
        var envelopes = new List<Task<FakeSlackEnvelope>>();

        for (var round = 1; round <= 5; round++)
        {
            await slack.Sockets.DisconnectAllAsync(reason);
            while (slack.Sockets.Opened <= round)
            {
                envelopes.Add(slack.Sockets.SendAsync(slack.Sender.Command("/redis", $"info {envelopes.Count}"), Ct));
                await envelopes[^1];
            }

            await Eventually.TrueAsync(() => slack.Sockets.Open == 1, "the old socket is closed");
        }

        Assert.True(slack.Sockets.Fewest >= 1, "for a moment nobody listened");
        Assert.Equal(envelopes.Count, bot.Inbox.Rows.Count);
        Assert.All(await Task.WhenAll(envelopes), envelope => Assert.Equal(1, envelope.Attempts));
    }

    [Fact]
    public async Task A_socket_that_is_gone_without_a_word_is_opened_again()
    {
        await using var bot = await StartAsync();
        for (var storm = 1; storm <= 3; storm++)
        {
            slack.Sockets.Abort();
            var envelope = await slack.Sockets.SendAsync(slack.Sender.Command("/redis", $"info {storm}"), Ct);
            Assert.True(envelope.Acked.IsCompleted);
        }

        Assert.Equal(3, bot.Inbox.Rows.Count);
        await ConnectedAsync(2);
    }

    [Fact]
    public async Task A_socket_that_is_silent_is_given_up()
    {
        slack.Sockets.Deaf = true;
        await using var bot = await SlackBot.StartOnSocketsAsync(
            slack,
            ("Slack:SocketConnections", "1"),
            ("Slack:SocketPing", "00:00:00.05"),
            ("Slack:SocketSilence", "00:00:00.1"));
        await ConnectedAsync(1);
        slack.Sockets.Deaf = false;

        await slack.Sockets.SendAsync(slack.Sender.Command("/redis", "ping"), Ct);
        Assert.True(slack.Sockets.Opened >= 2);
    }

    [Fact]
    public async Task When_Socket_Mode_is_switched_off_no_socket_is_opened_any_more_and_the_health_says_so()
    {
        await using var bot = await StartAsync();
        slack.Sockets.Enabled = false;
        await slack.Sockets.DisconnectAllAsync(DisconnectReason.LinkDisabled);

        await Eventually.TrueAsync(
            async () => (await bot.Health.CheckHealthAsync(Ct)).Entries.Single().Value.Description!.Contains("switched off", StringComparison.Ordinal),
            "the health endpoint says that it is switched off");
        await Eventually.TrueAsync(() => slack.Sockets.Open == 0, "every socket is closed");
        Assert.Equal(HealthStatus.Unhealthy, (await bot.Health.CheckHealthAsync(Ct)).Status);
        Assert.Equal(2, slack.Calls.Count(call => call.Method == "apps.connections.open"));
        Assert.Contains("Error: Socket Mode is switched off", bot.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_Slack_has_too_many_sockets_the_bot_does_not_hammer()
    {
        slack.Sockets.Cap = 1;
        await using var bot = await SlackBot.StartOnSocketsAsync(slack);
        await ConnectedAsync(1);
        await Eventually.TrueAsync(() => slack.Calls.Count(call => call.Method == "apps.connections.open") == 2, "both slots have asked");
        await Eventually.TrueAsync(
            async () => (await bot.Health.CheckHealthAsync(Ct)).Entries.Single().Value.Description!.Contains("allows (10)", StringComparison.Ordinal),
            "the health endpoint says why");

        await slack.Sockets.SendAsync(slack.Sender.Command("/redis", "ping"), Ct);
        Assert.Equal(2, slack.Calls.Count(call => call.Method == "apps.connections.open"));
        Assert.Equal(HealthStatus.Healthy, (await bot.Health.CheckHealthAsync(Ct)).Status);
    }

    [Fact]
    public async Task A_revoked_app_token_is_said_in_the_health_and_not_asked_again_at_once()
    {
        await using var bot = await SlackBot.StartOnSocketsAsync(slack, ("Slack:AppToken", "xapp-1-wrong"), ("Slack:SocketConnections", "1"));

        await Eventually.TrueAsync(
            async () => (await bot.Health.CheckHealthAsync(Ct)).Entries.Single().Value.Description!.Contains("invalid_auth", StringComparison.Ordinal),
            "the health endpoint says why");
        Assert.Single(slack.Calls);
        Assert.DoesNotContain("xapp-1-wrong", bot.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_under_way_is_acknowledged_before_the_bot_stops()
    {
        await using var bot = await StartAsync();
        bot.Inbox.Hangs = true;
        var sending = slack.Sockets.SendAsync(slack.Sender.Command("/redis", "ping"), Ct);
        await Eventually.TrueAsync(() => bot.Inbox.Inserts == 1, "the envelope has arrived");

        var stopping = bot.StopAsync();
        bot.Inbox.LetGo();
        await stopping;

        Assert.Equal(1, (await sending).Attempts);
        Assert.Single(bot.Inbox.Rows);
        Assert.Equal(0, slack.Sockets.Open);
    }

    [Fact]
    public async Task An_address_that_is_not_encrypted_is_not_followed()
    {
        slack.Sockets.Address = "ws://slack.example/link";
        await using var bot = await SlackBot.StartOnSocketsAsync(slack, ("Slack:SocketConnections", "1"));

        await Eventually.TrueAsync(() => bot.Log.Text.Contains("not wss://", StringComparison.Ordinal), "the log says why");
        Assert.Equal(0, slack.Sockets.Opened);
    }

    [Fact]
    public async Task Without_a_signing_secret_nothing_is_taken_over_HTTP()
    {
        await using var bot = await StartAsync();

        Assert.Equal(404, (await slack.Sender.SendAsync(slack.Sender.Command("/redis", "ping"), bot.Commands, Ct)).Status);
        Assert.Equal(404, (await slack.Sender.SendAsync(slack.Events.Request(slack.Events.Mention("redis ping")), bot.Events, Ct)).Status);
    }

    [Theory]
    [InlineData(0, 0.125, 0.25)]
    [InlineData(3, 1, 2)]
    [InlineData(7, 15, 30)]
    [InlineData(1000, 15, 30)]
    public void The_pause_before_the_next_try_doubles_up_to_half_a_minute_and_has_chance_in_it(int failures, double least, double most)
    {
        Assert.Equal(least, SocketBackoff.After(failures, 0).TotalSeconds, 3);
        Assert.Equal(most, SocketBackoff.After(failures, 1).TotalSeconds, 3);
    }

    private async Task<SlackBot> StartAsync(params (string Key, string? Value)[] more)
    {
        var bot = await SlackBot.StartOnSocketsAsync(slack, more);
        await ConnectedAsync(more.Contains(("Slack:SocketConnections", "1")) ? 1 : 2);
        return bot;
    }

    private Task ConnectedAsync(int sockets) => Eventually.TrueAsync(() => slack.Sockets.Open == sockets, $"{sockets} sockets are open");
}
