using System.Text.Json.Nodes;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;

namespace IncidentBot.Server.Tests.Chat.Slack;

public sealed class SlackEndpointTests : SlackBotTest
{
    [Fact]
    public async Task A_command_becomes_one_inbox_row_and_is_acknowledged_with_nothing()
    {
        var ack = await SendAsync(Slack.Sender.Command("/incident", "open P1 memory &gt; 90 %"));

        Assert.Equal(new FakeSlackAck(200, ""), ack);
        Assert.Equal(1, Bot.Inbox.Inserts);
        var row = Assert.Single(Bot.Inbox.Rows);
        Assert.StartsWith($"slack:{FakeSlack.Team}:", row.Key, StringComparison.Ordinal);
        Assert.Equal(new Account("slack", FakeSlack.Team, FakeSlack.Alice), row.From);
        Assert.Equal("alice", row.DisplayName);
        Assert.Equal(new ChannelRef("slack", FakeSlack.Team, FakeSlack.Channel), row.Channel);
        Assert.Equal("/incident open P1 memory > 90 %", row.Text);
        Assert.StartsWith(new Uri(Slack.Url, "/response/").ToString(), row.Ticket, StringComparison.Ordinal);
        Assert.Equal(Time.Now, row.ReceivedAt);
    }

    [Fact]
    public async Task A_command_without_text_has_no_trailing_space()
    {
        await SendAsync(Slack.Sender.Command("/redis"));

        Assert.Equal("/redis", Assert.Single(Bot.Inbox.Rows).Text);
    }

    [Theory]
    [InlineData("/incident", "open P2 &lt;b&gt; &amp; <http://pay.example.com|pay.example.com>", "/incident open P2 <b> & pay.example.com")]
    [InlineData("/incident", "note to <mailto:ops@example.com|ops@example.com>", "/incident note to ops@example.com")]
    [InlineData("/queue", "status <http://orders.email|orders.email>", "/queue status orders.email")]
    [InlineData("/redis", "`ping`", "/redis ping")]
    [InlineData("/redis", "\u200bpi\u00adng\ufeff", "/redis ping")]
    [InlineData("/approve", "\u2060R-1 0a1b2c3d\u202c", "/approve R-1 0a1b2c3d")]
    public async Task A_command_is_what_was_typed_and_not_what_Slack_made_of_it(string command, string sent, string typed)
    {
        await SendAsync(Slack.Sender.Command(command, sent));

        Assert.Equal(typed, Assert.Single(Bot.Inbox.Rows).Text);
    }

    [Fact]
    public async Task The_same_command_sent_again_is_acknowledged_and_not_inserted()
    {
        var request = Slack.Sender.Command("/redis", "ping");

        Assert.Equal(200, (await SendAsync(request)).Status);
        Assert.Equal(new FakeSlackAck(200, ""), await SendAsync(request));
        Assert.Single(Bot.Inbox.Rows);
    }

    [Fact]
    public async Task The_same_words_typed_twice_are_two_requests()
    {
        await SendAsync(Slack.Sender.Command("/redis", "ping"));
        await SendAsync(Slack.Sender.Command("/redis", "ping"));

        Assert.Equal(2, Bot.Inbox.Rows.Count);
    }

    [Fact]
    public async Task What_Slack_did_not_sign_just_now_is_refused_before_anything_else()
    {
        var request = Slack.Sender.Command("/redis", "ping");
        FakeSlackRequest[] refused =
        [
            request.Tampered(),
            request.Unsigned(),
            request.SentAt(Time.Now.AddSeconds(-301)),
            request.SentAt(Time.Now.AddSeconds(301)),
            request with { Timestamp = "yesterday" },
            request with { Signature = "v0=" },
            new FakeSlackRequest("another-app's-secret", request.Body, Time.Now),
        ];

        foreach (var attempt in refused)
        {
            var ack = await SendAsync(attempt);
            Assert.Equal(401, ack.Status);
            Assert.NotEmpty(ack.Body);
            Assert.Equal(401, (await SendAsync(attempt, Bot.Interactions)).Status);
        }

        Assert.Equal(0, Bot.Inbox.Inserts);
    }

    [Fact]
    public async Task A_captured_request_is_worth_nothing_after_five_minutes()
    {
        var request = Slack.Sender.Command("/redis", "ping");
        Time.Now = Time.Now.AddMinutes(6);

        Assert.Equal(401, (await SendAsync(request)).Status);
        Assert.Equal(0, Bot.Inbox.Inserts);
    }

    [Fact]
    public async Task A_body_of_more_than_a_megabyte_is_refused()
    {
        var ack = await SendAsync(Slack.Sender.Command("/incident", new string('x', 1024 * 1024)));

        Assert.Equal(413, ack.Status);
        Assert.Equal(0, Bot.Inbox.Inserts);
    }

    [Fact]
    public async Task A_body_that_does_not_say_how_long_it_is_is_bounded_too()
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, Bot.Commands) { Content = new ByteArrayContent(new byte[(2 * 1024 * 1024) + 1]) };
        request.Headers.TransferEncodingChunked = true;
        using var response = await http.SendAsync(request);

        Assert.Equal(413, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("team_id")]
    [InlineData("channel_id")]
    [InlineData("user_id")]
    [InlineData("command")]
    [InlineData("trigger_id")]
    public async Task A_command_that_lacks_what_it_needs_is_malformed(string missing)
    {
        var fields = new Dictionary<string, string>
        {
            ["team_id"] = "T1",
            ["channel_id"] = "C1",
            ["user_id"] = "U1",
            ["command"] = "/redis",
            ["trigger_id"] = "1.2",
        };
        fields.Remove(missing);

        Assert.Equal(400, (await SendAsync(Slack.Sender.Form(fields))).Status);
        Assert.Equal(0, Bot.Inbox.Inserts);
    }

    [Fact]
    public async Task Slack_checking_the_certificate_is_acknowledged() =>
        Assert.Equal(200, (await SendAsync(Slack.Sender.Form(new() { ["ssl_check"] = "1", ["token"] = "legacy" }))).Status);

    [Fact]
    public async Task A_pressed_button_types_its_command()
    {
        var message = await PostAsync(new CardButton("Approve", "/approve R-12 7c1e2d49"));

        var ack = await Slack.Sender.PressAsync(Bot.Url, message, "Approve", default, FakeSlack.Bob);

        Assert.Equal(new FakeSlackAck(200, ""), ack);
        Assert.Equal(1, Bot.Inbox.Inserts);
        var row = Assert.Single(Bot.Inbox.Rows);
        Assert.StartsWith($"slack:{FakeSlack.Team}:", row.Key, StringComparison.Ordinal);
        Assert.Equal("/approve R-12 7c1e2d49", row.Text);
        Assert.Equal(new Account("slack", FakeSlack.Team, FakeSlack.Bob), row.From);
        Assert.Equal("bob", row.DisplayName);
        Assert.NotNull(row.Ticket);
    }

    [Fact]
    public async Task A_button_that_counts_once_counts_once_whoever_presses_it()
    {
        var message = await PostAsync(new CardButton("Open P0", "/incident open P0 <redis> & co") { OnceKey = "open:refused:primary" });

        var first = await Slack.Sender.PressAsync(Bot.Url, message, "Open P0", default, FakeSlack.Alice);
        var second = await Slack.Sender.PressAsync(Bot.Url, message, "Open P0", default, FakeSlack.Bob);

        Assert.Equal(new FakeSlackAck(200, ""), first);

        // Slack shows nobody what an acknowledgement of a press says.
        Assert.Equal(new FakeSlackAck(200, ""), second);
        Assert.StartsWith("Already received", Slack.Messages[^1].Text, StringComparison.Ordinal);
        Assert.Equal(FakeSlack.Bob, Slack.Messages[^1].OnlyFor);
        Assert.Equal(0, Slack.Messages[0].Edits);
        var row = Assert.Single(Bot.Inbox.Rows);
        Assert.Equal("once:open:refused:primary", row.Key);
        Assert.Equal("/incident open P0 <redis> & co", row.Text);
        Assert.Equal(FakeSlack.Alice, row.From.UserId);
    }

    [Fact]
    public async Task A_person_of_another_organisation_is_known_by_their_own_workspace()
    {
        var payload = await PressedAsync();
        payload["user"]!["team_id"] = "T0OTHER";

        await SendAsync(Slack.Sender.Interaction(payload), Bot.Interactions);

        var row = Assert.Single(Bot.Inbox.Rows);
        Assert.Equal("T0OTHER", row.From.Workspace);
        Assert.Equal(FakeSlack.Team, row.Channel.Workspace);
    }

    [Theory]
    [InlineData("view_submission")]
    [InlineData("shortcut")]
    [InlineData("something_new")]
    public async Task Another_type_of_interaction_is_acknowledged_logged_and_left_alone(string type)
    {
        var payload = await PressedAsync();
        payload["type"] = type;

        Assert.Equal(new FakeSlackAck(200, ""), await SendAsync(Slack.Sender.Interaction(payload), Bot.Interactions));
        Assert.Equal(0, Bot.Inbox.Inserts);
        Assert.Contains(type, Bot.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("INC-1")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"command\":\"\"}")]
    [InlineData("{\"command\":7}")]
    [InlineData("null")]
    public async Task A_button_that_is_not_ours_is_acknowledged_and_left_alone(string? value)
    {
        var payload = await PressedAsync();
        payload["actions"]![0]!["value"] = value;

        Assert.Equal(200, (await SendAsync(Slack.Sender.Interaction(payload), Bot.Interactions)).Status);
        Assert.Equal(0, Bot.Inbox.Inserts);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"type\":7}")]
    [InlineData("{\"type\":\"block_actions\"}")]
    [InlineData("{\"type\":\"block_actions\",\"user\":{\"id\":\"U1\"},\"team\":{\"id\":\"T1\"},\"actions\":[{}]}")]
    public async Task A_payload_that_makes_no_sense_is_malformed(string payload)
    {
        Assert.Equal(400, (await SendAsync(Slack.Sender.Form(new() { ["payload"] = payload }), Bot.Interactions)).Status);
        Assert.Equal(0, Bot.Inbox.Inserts);
    }

    [Fact]
    public async Task A_form_without_a_payload_is_malformed() => Assert.Equal(400, (await SendAsync(Slack.Sender.Command("/redis"), Bot.Interactions)).Status);

    [Fact]
    public async Task A_workspace_that_the_list_does_not_name_is_told_so()
    {
        await using var strict = await SlackBot.StartAsync(Slack, ("Slack:Teams:0", FakeSlack.Team));

        var ack = await Slack.Sender.SendAsync(Slack.Sender.Command("/redis", "ping", team: "T0OTHER"), strict.Commands, default);
        var payload = await PressedAsync();
        payload["user"]!["team_id"] = "T0OTHER";
        var pressed = await Slack.Sender.SendAsync(Slack.Sender.Interaction(payload), strict.Interactions, default);

        Assert.Contains("T0OTHER", ack.Body, StringComparison.Ordinal);
        Assert.Equal(new FakeSlackAck(200, ""), pressed);
        Assert.Contains("does not serve the workspace T0OTHER", Slack.Messages[^1].Text, StringComparison.Ordinal);
        Assert.Equal(0, strict.Inbox.Inserts);

        Assert.Equal(new FakeSlackAck(200, ""), await Slack.Sender.SendAsync(Slack.Sender.Command("/redis", "ping"), strict.Commands, default));
        Assert.Equal(1, strict.Inbox.Inserts);
    }

    [Fact]
    public async Task An_answer_address_outside_Slack_is_dropped_and_the_command_still_counts()
    {
        var fields = new Dictionary<string, string>
        {
            ["team_id"] = "T1",
            ["channel_id"] = "C1",
            ["user_id"] = "U1",
            ["command"] = "/redis",
            ["trigger_id"] = "1.2",
            ["response_url"] = "http://169.254.169.254/latest",
        };

        Assert.Equal(200, (await SendAsync(Slack.Sender.Form(fields))).Status);
        Assert.Null(Assert.Single(Bot.Inbox.Rows).Ticket);
    }

    [Fact]
    public async Task What_cannot_be_stored_is_not_acknowledged()
    {
        Bot.Inbox.Failure = new InvalidOperationException("the disk is full");

        Assert.Equal(500, (await SendAsync(Slack.Sender.Command("/redis", "ping"))).Status);
    }

    [Fact]
    public async Task A_store_that_is_away_is_503_whatever_was_sent_and_one_line_of_the_log()
    {
        Bot.Inbox.Failure = new StoreUnavailableException("The SQLite database x cannot be used: database or disk is full", new InvalidOperationException());

        Assert.Equal(new FakeSlackAck(503, "The request could not be stored. Nothing was done."), await SendAsync(Slack.Sender.Command("/redis", "ping")));
        Assert.Equal(503, (await SendAsync(Slack.Sender.Interaction(await PressedAsync()), Bot.Interactions)).Status);

        Assert.Equal(2, Bot.Log.Text.Split('\n').Count(line => line.Contains("was not taken on: The SQLite database x cannot", StringComparison.Ordinal)));
        Assert.DoesNotContain("Exception", Bot.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_commands_wait_in_too_great_a_number_is_told_so_and_nothing_is_kept()
    {
        Bot.Inbox.MostWaiting = 2;
        await SendAsync(Slack.Sender.Command("/redis", "ping"));
        await SendAsync(Slack.Sender.Command("/redis", "ping"));

        var ack = await SendAsync(Slack.Sender.Command("/redis", "ping"));
        Assert.Equal(200, ack.Status);
        Assert.Contains("2 of your commands wait already", ack.Body, StringComparison.Ordinal);

        var payload = await PressedAsync();
        var said = Slack.Messages.Count;
        for (var press = 0; press < 3; press++)
        {
            payload["trigger_id"] = $"{press}.47445629121.803a0bc887a14d10d2c447fce8b6703c";
            Assert.Equal(new FakeSlackAck(200, ""), await SendAsync(Slack.Sender.Interaction(payload), Bot.Interactions));
        }

        var told = Assert.Single(Slack.Messages.Skip(said));
        Assert.Contains("2 of your commands wait already", told.Visible, StringComparison.Ordinal);
        Assert.Equal(2, Bot.Inbox.Rows.Count);
    }

    [Fact]
    public async Task What_is_not_stored_before_Slack_gives_up_is_not_taken_on()
    {
        Bot.Inbox.Hangs = true;
        Time.TimersAreDue = true;

        var ack = await SendAsync(Slack.Sender.Command("/redis", "ping"));

        Assert.Equal(503, ack.Status);
        Assert.Contains("Nothing was done", ack.Body, StringComparison.Ordinal);
        Assert.Empty(Bot.Inbox.Rows);
    }

    [Fact]
    public async Task No_secret_and_no_ticket_reaches_the_log()
    {
        await SendAsync(Slack.Sender.Command("/redis", "ping"));
        await SendAsync(Slack.Sender.Command("/redis", "ping").Tampered());
        await SendAsync(Slack.Sender.Form(new() { ["payload"] = "{" }), Bot.Interactions);
        await Bot.Platform.ReplyAsync(Assert.Single(Bot.Inbox.Rows).ReplyTo, Card.Say("PONG"), new("1"), default);

        Assert.NotEmpty(Bot.Log.Text);
        Assert.DoesNotContain(Slack.SigningSecret, Bot.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Slack.BotToken, Bot.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/response/", Bot.Log.Text, StringComparison.Ordinal);
    }

    private Task<FakeSlackAck> SendAsync(FakeSlackRequest request, Uri? to = null) => Slack.Sender.SendAsync(request, to ?? Bot.Commands, default);

    private async Task<FakeSlackMessage> PostAsync(CardButton button)
    {
        await Bot.Platform.PostAsync(
            new ChannelRef("slack", FakeSlack.Team, FakeSlack.Channel),
            Card.Say("A question") with { Buttons = [button] },
            new("1"),
            default);
        return Slack.Messages[^1];
    }

    private async Task<JsonObject> PressedAsync()
    {
        var message = await PostAsync(new CardButton("Go", "/redis ping"));
        return Slack.Sender.BlockActions(
            message,
            FakeSlack.Alice,
            new JsonObject { ["type"] = "button", ["action_id"] = "press-0", ["block_id"] = "buttons-0", ["value"] = (string?)message.Buttons[0]["value"] });
    }
}
