using System.Text.Json.Nodes;
using IncidentBot.People;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;

namespace IncidentBot.Server.Tests.Chat.Teams;

public sealed class TeamsEndpointTests : TeamsBotTest
{
    [Fact]
    public async Task A_message_in_a_channel_becomes_one_inbox_row_and_is_acknowledged_with_nothing()
    {
        var activity = Teams.Sender.Message("incident open P1 memory > 90 %", FakeTeams.Alice);

        Assert.Equal(new FakeTeamsAck(200, ""), await SendAsync(activity));

        Assert.Equal(1, Bot.Inbox.Inserts);
        var row = Assert.Single(Bot.Inbox.Rows);
        Assert.Equal($"teams:{FakeTeams.Tenant}:{activity["conversation"]!["id"]}:{activity["id"]}", row.Key);
        Assert.Equal(new Account("teams", FakeTeams.Tenant, FakeTeams.Alice.AadObjectId), row.From);
        Assert.Equal("Alice", row.DisplayName);
        Assert.Equal(TeamsBot.ChannelOf(activity), row.Channel);
        Assert.Equal("/incident open P1 memory > 90 %", row.Text);
        Assert.Equal(Time.Now, row.ReceivedAt);
    }

    [Fact]
    public async Task In_a_chat_of_ones_own_nobody_has_to_be_mentioned()
    {
        await SendAsync(Teams.Sender.Message("redis ping", FakeTeams.Alice, FakeTeams.PersonalChat(FakeTeams.Alice)));

        Assert.Equal("/redis ping", Assert.Single(Bot.Inbox.Rows).Text);
    }

    [Fact]
    public async Task A_slash_command_that_only_the_bot_saw_is_taken()
    {
        var activity = Teams.Sender.Message("redis ping", FakeTeams.Alice);
        activity["recipient"]!["isTargeted"] = true;
        activity["text"] = "/redis ping";

        await SendAsync(activity);

        var row = Assert.Single(Bot.Inbox.Rows);
        Assert.Equal("/redis ping", row.Text);
        Assert.Contains("\"readers\":2", row.Ticket, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mention_alone_asks_for_help()
    {
        await SendAsync(Teams.Sender.Message("", FakeTeams.Alice));

        Assert.Equal("/help", Assert.Single(Bot.Inbox.Rows).Text);
    }

    [Fact]
    public async Task The_same_activity_sent_again_is_acknowledged_and_not_inserted()
    {
        var activity = Teams.Sender.Message("redis ping", FakeTeams.Alice);

        Assert.Equal(200, (await SendAsync(activity)).Status);
        Assert.Equal(200, (await SendAsync(activity)).Status);

        Assert.Single(Bot.Inbox.Rows);
        await SendAsync(Teams.Sender.Message("redis ping", FakeTeams.Alice));
        Assert.Equal(2, Bot.Inbox.Rows.Count);
    }

    [Fact]
    public async Task A_button_is_answered_at_once_in_the_shape_that_Teams_shows()
    {
        var message = Posted(new JsonObject
        {
            ["type"] = "Action.Execute",
            ["title"] = "Acknowledge",
            ["verb"] = "type",
            ["data"] = new JsonObject { ["command"] = "/incident ack INC-7" },
        });

        var ack = await SendAsync(Teams.Sender.Execute(message, message.Actions.First(), FakeTeams.Bob));

        Assert.Equal(200, ack.Status);
        Assert.Equal((200, "application/vnd.microsoft.activity.message"), ((int)ack.Json()["statusCode"]!, (string?)ack.Json()["type"]));
        Assert.StartsWith("Received", (string?)ack.Json()["value"], StringComparison.Ordinal);
        var row = Assert.Single(Bot.Inbox.Rows);
        Assert.Equal(("/incident ack INC-7", FakeTeams.Bob.AadObjectId), (row.Text, row.From.UserId));
    }

    [Fact]
    public async Task The_fallback_of_a_button_types_the_same()
    {
        var message = Posted();

        Assert.Equal(200, (await SendAsync(Teams.Sender.Submit(message, new JsonObject { ["command"] = "/incident ack INC-7" }, FakeTeams.Bob))).Status);

        Assert.Equal("/incident ack INC-7", Assert.Single(Bot.Inbox.Rows).Text);
    }

    [Fact]
    public async Task A_button_that_counts_once_counts_once_whoever_presses_it_and_however()
    {
        var data = new JsonObject { ["command"] = "/incident open P0 x", ["once"] = "open:42" };
        var message = Posted(new JsonObject { ["type"] = "Action.Execute", ["title"] = "Open", ["verb"] = "type", ["data"] = data });
        var button = message.Actions.First();

        await SendAsync(Teams.Sender.Execute(message, button, FakeTeams.Alice));
        var second = await SendAsync(Teams.Sender.Execute(message, button, FakeTeams.Bob));
        await SendAsync(Teams.Sender.Submit(message, data, FakeTeams.Bob));

        Assert.Equal("once:open:42", Assert.Single(Bot.Inbox.Rows).Key);
        Assert.StartsWith("Already received", (string?)second.Json()["value"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_commands_wait_in_too_great_a_number_is_told_so_and_nothing_is_kept()
    {
        Bot.Inbox.MostWaiting = 1;
        var data = new JsonObject { ["command"] = "/redis ping" };
        var message = Posted(new JsonObject { ["type"] = "Action.Execute", ["title"] = "Ping", ["verb"] = "type", ["data"] = data });
        await SendAsync(Teams.Sender.Message("redis ping", FakeTeams.Alice));

        var press = await SendAsync(Teams.Sender.Execute(message, message.Actions.First(), FakeTeams.Alice));
        Assert.Contains("1 of your commands wait already", (string?)press.Json()["value"], StringComparison.Ordinal);

        var said = Teams.Messages.Count;
        for (var typed = 0; typed < 3; typed++)
        {
            Assert.Equal(200, (await SendAsync(Teams.Sender.Message("redis ping", FakeTeams.Alice))).Status);
        }

        Assert.Contains("1 of your commands wait already", Assert.Single(Teams.Messages.Skip(said)).Visible, StringComparison.Ordinal);
        Assert.Single(Bot.Inbox.Rows);
    }

    [Fact]
    public async Task A_store_that_is_away_is_503_and_one_line_of_the_log()
    {
        Bot.Inbox.Failure = new StoreUnavailableException("PostgreSQL at db:5432/bot cannot be reached", new InvalidOperationException());

        var ack = await SendAsync(Teams.Sender.Message("redis ping", FakeTeams.Alice));

        Assert.Equal(new FakeTeamsAck(503, "The request could not be stored. Nothing was done."), ack);
        Assert.Contains("was not taken on: PostgreSQL at db:5432/bot cannot be reached", Bot.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", Bot.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_before_a_press_counts_says_in_words_what_each_answer_does()
    {
        var data = new JsonObject
        {
            ["dialog"] = "confirm",
            ["subject"] = "/run cancel R-12",
            ["question"] = "Stop R-12?",
            ["label"] = "Cancel",
            ["yes"] = "Cancel the run",
            ["no"] = "Leave it running",
        };
        var message = Posted(new JsonObject { ["type"] = "Action.Submit", ["title"] = "Cancel", ["data"] = data.DeepClone() });

        var dialog = (await SendAsync(Teams.Sender.Invoke("task/fetch", message, FakeTeams.Alice, new JsonObject { ["data"] = data }))).Body;

        Assert.Contains("Leave it running: close this window.", dialog, StringComparison.Ordinal);
        Assert.Contains("\"title\":\"Cancel the run\"", dialog, StringComparison.Ordinal);
        Assert.Empty(Bot.Inbox.Rows);
    }

    [Fact]
    public async Task A_button_that_is_clicked_twice_in_each_way_at_the_same_time_counts_once()
    {
        var data = new JsonObject { ["command"] = "/incident open P0 x", ["once"] = "open:42" };
        var message = Posted(new JsonObject { ["type"] = "Action.Execute", ["title"] = "Open", ["verb"] = "type", ["data"] = data });
        var confirmed = new JsonObject { ["data"] = new JsonObject { ["dialog"] = "confirm", ["subject"] = "/incident open P0 x", ["once"] = "open:42" } };
        JsonObject[] clicks =
        [
            .. Enumerable.Range(0, 2).Select(_ => Teams.Sender.Execute(message, message.Actions.First(), FakeTeams.Alice)),
            .. Enumerable.Range(0, 2).Select(_ => Teams.Sender.Submit(message, data, FakeTeams.Alice)),
            .. Enumerable.Range(0, 2).Select(_ => Teams.Sender.Invoke("task/submit", message, FakeTeams.Bob, confirmed)),
        ];

        var answers = await Task.WhenAll(clicks.Select(SendAsync));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Equal(("once:open:42", "/incident open P0 x"), (Assert.Single(Bot.Inbox.Rows).Key, Bot.Inbox.Rows[0].Text));
        Assert.Equal(6, Bot.Inbox.Inserts);
    }

    [Theory]
    [InlineData("redis ping", "/redis ping")]
    [InlineData("Help", "/Help")]
    [InlineData("", "/help")]
    [InlineData(" \t\n\u00a0", "/help")]
    [InlineData("\u200b", "/help")]
    [InlineData("&nbsp;", "/help")]
    [InlineData("<p>&nbsp;</p>", "/help")]
    [InlineData(": `redis ping`", "/redis ping")]
    [InlineData("\u202aredis\u2060 pi\u00adng\u200f", "/redis ping")]
    [InlineData("queue status [orders.email](http://orders.email)", "/queue status orders.email")]
    public async Task In_a_chat_of_ones_own_nothing_that_is_sent_stays_without_an_answer(string said, string command)
    {
        await SendAsync(Teams.Sender.Message(said, FakeTeams.Alice, FakeTeams.PersonalChat(FakeTeams.Alice)));

        Assert.Equal(command, Assert.Single(Bot.Inbox.Rows).Text);
    }

    [Theory]
    [InlineData("""{"action":{"type":"Action.Execute","verb":"x","data":{"other":"bot"}}}""")]
    [InlineData("""{"action":{"type":"Action.Execute","verb":"x"}}""")]
    [InlineData("""{"action":{"data":"text"}}""")]
    [InlineData("""{"action":{"data":{"command":7}}}""")]
    [InlineData("""{"action":[]}""")]
    [InlineData("""{}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task A_button_of_somebody_else_is_refused_in_the_shape_that_Teams_shows(string value)
    {
        var ack = await SendAsync(Teams.Sender.Invoke("adaptiveCard/action", Posted(), FakeTeams.Alice, JsonNode.Parse(value) ?? new JsonObject()));

        Assert.Equal((200, 400, "application/vnd.microsoft.error"), (ack.Status, (int)ack.Json()["statusCode"]!, (string?)ack.Json()["type"]));
        Assert.Empty(Bot.Inbox.Rows);
    }

    [Fact]
    public async Task Being_added_is_greeted_once_for_each_conversation()
    {
        var chat = FakeTeams.PersonalChat(FakeTeams.Alice);
        for (var n = 0; n < 2; n++)
        {
            var installed = Teams.Sender.Activity("installationUpdate", FakeTeams.Alice, chat, Teams.NextId());
            installed["action"] = n == 0 ? "add" : "add-upgrade";
            Assert.Equal(200, (await SendAsync(installed)).Status);
            var added = Teams.Sender.Activity("conversationUpdate", FakeTeams.Alice, chat, Teams.NextId());
            added["membersAdded"] = new JsonArray(new JsonObject { ["id"] = FakeTeams.BotId });
            Assert.Equal(200, (await SendAsync(added)).Status);
        }

        var row = Assert.Single(Bot.Inbox.Rows);
        Assert.Equal(("/help", chat), (row.Text, row.Channel.ChannelId));
        Assert.Contains("\"readers\":0", row.Ticket, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("conversationUpdate")]
    [InlineData("installationUpdate")]
    [InlineData("messageReaction")]
    [InlineData("messageUpdate")]
    [InlineData("messageDelete")]
    [InlineData("typing")]
    [InlineData("endOfConversation")]
    [InlineData("event")]
    public async Task What_is_no_request_is_acknowledged_and_left_alone(string type)
    {
        Assert.Equal(200, (await SendAsync(Teams.Sender.Activity(type, FakeTeams.Alice, FakeTeams.PersonalChat(FakeTeams.Alice), Teams.NextId()))).Status);

        Assert.Equal(0, Bot.Inbox.Inserts);
    }

    [Fact]
    public async Task An_invoke_that_the_bot_does_not_know_is_not_implemented() =>
        Assert.Equal(501, (await SendAsync(Teams.Sender.Invoke("composeExtension/query", Posted(), FakeTeams.Alice, new JsonObject()))).Status);

    [Theory]
    [InlineData("tenant", 403)]
    [InlineData("tenant in the conversation alone", 403)]
    [InlineData("no tenant", 403)]
    [InlineData("another service URL than the token's", 401)]
    [InlineData("another channel", 401)]
    [InlineData("no channel", 401)]
    [InlineData("no service URL", 401)]
    [InlineData("no id", 400)]
    [InlineData("no sender", 400)]
    [InlineData("an object id where none stands", 400)]
    [InlineData("no conversation", 400)]
    [InlineData("no type", 400)]
    public async Task What_is_not_meant_for_this_bot_is_refused_and_leaves_nothing_behind(string what, int status)
    {
        var activity = Teams.Sender.Message("redis ping", FakeTeams.Alice);
        switch (what)
        {
            case "tenant":
                activity["channelData"]!["tenant"]!["id"] = Guid.NewGuid().ToString();
                activity["conversation"]!["tenantId"] = (string?)activity["channelData"]!["tenant"]!["id"];
                break;
            case "tenant in the conversation alone":
                activity["conversation"]!["tenantId"] = Guid.NewGuid().ToString();
                break;
            case "no tenant":
                activity["channelData"] = null;
                activity["conversation"]!.AsObject().Remove("tenantId");
                break;
            case "another service URL than the token's":
                activity["serviceUrl"] = Teams.ServiceUrl + "x";
                break;
            case "an object id where none stands":
                activity["from"] = new JsonObject { ["id"] = FakeTeams.Alice.AadObjectId, ["name"] = "Alice" };
                break;
            case "another channel":
                activity["channelId"] = "webchat";
                break;
            case "no channel":
                activity.Remove("channelId");
                break;
            case "no service URL":
                activity.Remove("serviceUrl");
                break;
            case "no id":
                activity.Remove("id");
                break;
            case "no sender":
                activity.Remove("from");
                break;
            case "no conversation":
                activity["conversation"]!["id"] = "";
                break;
            default:
                activity.Remove("type");
                break;
        }

        Assert.Equal(status, (await SendAsync(activity)).Status);

        await AssertNothingHappenedAsync();
    }

    [Fact]
    public async Task A_service_URL_that_the_token_vouches_for_is_still_not_called_when_its_host_is_not_allowed()
    {
        var activity = Teams.Sender.Message("redis ping", FakeTeams.Alice);
        activity["serviceUrl"] = "https://example.com/amer/";

        var ack = await Teams.Sender.SendAsync(activity, Bot.Url, Ct, $"Bearer {Teams.Issuer.Token(FakeTeams.AppId, "https://example.com/amer/")}");

        Assert.Equal(403, ack.Status);
        await AssertNothingHappenedAsync();
    }

    [Fact]
    public async Task A_tenant_that_is_named_may_talk_too()
    {
        var other = Guid.NewGuid().ToString();
        await using var more = await TeamsBot.StartAsync(Teams, ("Teams:MoreTenants:0", other));
        var activity = Teams.Sender.Message("redis ping", FakeTeams.Alice);
        activity["channelData"]!["tenant"]!["id"] = other;
        activity["conversation"]!["tenantId"] = other;

        Assert.Equal(200, (await Teams.Sender.SendAsync(activity, more.Url, Ct)).Status);
        Assert.Equal(other, Assert.Single(more.Inbox.Rows).From.Workspace);
    }

    [Fact]
    public async Task Each_token_is_judged_and_whoever_is_refused_learns_nothing()
    {
        foreach (var token in TeamsTokenMatrix.Of(Teams).OrderBy(token => token.Ours))
        {
            var activity = Teams.Sender.Message("redis ping", FakeTeams.Alice);
            activity["channelId"] = token.ChannelId;

            var ack = await Teams.Sender.SendAsync(activity, Bot.Url, Ct, token.Authorization);

            Assert.True(ack == new FakeTeamsAck(token.Ours ? 200 : 401, ""), $"{token.Name}: {ack}");
            if (!token.Ours)
            {
                await AssertNothingHappenedAsync();
            }
        }

        Assert.Equal(TeamsTokenMatrix.Of(Teams).Count(token => token.Ours), Bot.Inbox.Rows.Count);
        Assert.Contains("Refused since the last such line: 1.", Bot.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("{", 400)]
    [InlineData("null", 400)]
    [InlineData("[]", 400)]
    [InlineData("\"text\"", 400)]
    [InlineData("{}", 401)]
    [InlineData("""{"type":7}""", 400)]
    [InlineData("""{"type":"message","from":"alice"}""", 400)]
    [InlineData("""{"type":"message","entities":{}}""", 400)]
    [InlineData("""{"type":"message","channelData":[]}""", 400)]
    public async Task A_body_that_is_no_activity_is_refused(string body, int status)
    {
        Assert.Equal(status, (await Teams.Sender.SendAsync([], Bot.Url, Ct, body: body)).Status);

        await AssertNothingHappenedAsync();
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    [InlineData("application/jsonp")]
    public async Task Another_content_type_is_refused(string contentType)
    {
        Assert.Equal(415, (await Teams.Sender.SendAsync(Teams.Sender.Message("redis ping", FakeTeams.Alice), Bot.Url, Ct, contentType: contentType)).Status);

        await AssertNothingHappenedAsync();
    }

    [Theory]
    [InlineData(1024 * 1024)]
    [InlineData(256 * 1024)]
    public async Task A_body_that_is_too_large_is_refused(int length)
    {
        var activity = Teams.Sender.Message(new string('x', length), FakeTeams.Alice);

        Assert.Equal(413, (await SendAsync(activity)).Status);

        await AssertNothingHappenedAsync();
    }

    [Fact]
    public async Task Without_keys_nobody_is_let_in_and_nobody_is_told_that_they_are_wrong()
    {
        Teams.Issuer.MetadataIsAway = true;

        Assert.Equal(new FakeTeamsAck(503, ""), await SendAsync(Teams.Sender.Message("redis ping", FakeTeams.Alice)));

        await AssertNothingHappenedAsync();
    }

    [Fact]
    public async Task What_was_not_stored_is_not_acknowledged()
    {
        Bot.Inbox.Failure = new IOException("disk full");
        Assert.Equal(500, (await SendAsync(Teams.Sender.Message("redis ping", FakeTeams.Alice))).Status);

        Bot.Inbox.Failure = null;
        Bot.Inbox.Hangs = true;
        Time.TimersAreDue = true;
        Assert.Equal(503, (await SendAsync(Teams.Sender.Message("redis ping", FakeTeams.Alice))).Status);
    }

    private Task<FakeTeamsAck> SendAsync(JsonObject activity) => Teams.Sender.SendAsync(activity, Bot.Url, Ct);

    private async Task AssertNothingHappenedAsync()
    {
        Assert.Equal(0, Bot.Inbox.Inserts);
        Assert.Empty(Teams.Calls);
        var database = Bot.Get<IDatabase>();
        Assert.Equal(0, await database.ReadAsync(session => session.FindAsync(new("select count(*) from conversations"), row => row.GetInt32(0), Ct), Ct));
    }

    private FakeTeamsMessage Posted(params JsonObject[] actions) => new(
        FakeTeams.PersonalChat(FakeTeams.Alice),
        Teams.NextId(),
        null,
        new JsonObject { ["attachments"] = new JsonArray(new JsonObject { ["content"] = new JsonObject { ["actions"] = new JsonArray([.. actions]) } }) },
        Edits: 0);
}
