using System.Text.Json.Nodes;
using IncidentBot.Chat;
using IncidentBot.Messages;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Teams;

/// <summary>What the SDK would do by itself, and does not do here.</summary>
public sealed class TeamsTurnTests : TeamsBotTest
{
    [Fact]
    public async Task A_turn_asks_nobody_for_anything()
    {
        var added = Teams.Sender.Activity("conversationUpdate", FakeTeams.Alice, FakeTeams.Channel, Teams.NextId());
        added["membersAdded"] = new JsonArray(new JsonObject { ["id"] = FakeTeams.Bob.Id }, new JsonObject { ["id"] = FakeTeams.BotId });
        added["channelData"]!["eventType"] = "teamMemberAdded";

        Assert.Equal(200, (await SendAsync(added)).Status);
        Assert.Equal(200, (await SendAsync(Teams.Sender.Message("redis ping", FakeTeams.Alice))).Status);

        Assert.Equal(["/help", "/redis ping"], Bot.Inbox.Rows.Select(row => row.Text));
        Assert.Empty(Teams.Calls);
        Assert.Equal(0, Teams.Issuer.TokensIssued);
    }

    [Theory]
    [InlineData("messageReaction", "channelCreated", "reactionsAdded")]
    [InlineData("conversationUpdate", "channelCreated", "membersRemoved")]
    [InlineData("conversationUpdate", "teamRenamed", "membersRemoved")]
    [InlineData("messageUpdate", "editMessage", "entities")]
    [InlineData("messageDelete", "softDeleteMessage", "entities")]
    [InlineData("event", null, "entities")]
    [InlineData("command", null, "entities")]
    public async Task What_else_is_told_is_left_alone_whatever_is_in_it(string type, string? kind, string list)
    {
        var activity = Teams.Sender.Activity(type, FakeTeams.Alice, FakeTeams.Channel, Teams.NextId());
        activity["name"] = "application/vnd.microsoft.readReceipt";
        activity["value"] = 7;
        activity[list] = new JsonArray((JsonNode?)null);
        activity["channelData"]!["eventType"] = kind;
        activity["channelData"]!["team"] = null;

        Assert.Equal(new FakeTeamsAck(200, ""), await SendAsync(activity));

        Assert.Equal(0, Bot.Inbox.Inserts);
        Assert.Empty(Teams.Calls);
    }

    [Theory]
    [InlineData("fileConsent/invoke")]
    [InlineData("signin/verifyState")]
    [InlineData("actionableMessage/executeAction")]
    [InlineData("composeExtension/submitAction")]
    [InlineData("message/submitAction")]
    [InlineData("application/search")]
    [InlineData("config/submit")]
    [InlineData("tab/fetch")]
    [InlineData("TASK/FETCH")]
    [InlineData("")]
    [InlineData(null)]
    public async Task An_invoke_that_the_SDK_knows_and_the_bot_does_not_is_not_implemented_whatever_is_in_it(string? name)
    {
        foreach (var value in (JsonNode?[])[null, 7, "x", new JsonArray(), new JsonObject { ["action"] = "accept" }])
        {
            var activity = Teams.Sender.Activity("invoke", FakeTeams.Alice, FakeTeams.PersonalChat(FakeTeams.Alice), Teams.NextId());
            activity["name"] = name;
            activity["value"] = value;

            Assert.Equal(new FakeTeamsAck(501, ""), await SendAsync(activity));
        }
    }

    [Theory]
    [InlineData("task/fetch")]
    [InlineData("task/submit")]
    public async Task A_dialog_of_somebody_else_is_answered_in_the_shape_that_Teams_shows(string name)
    {
        foreach (var value in (JsonNode?[])
        [
            null, 7, "x", new JsonArray(), new JsonObject(), new JsonObject { ["data"] = "x" },
            new JsonObject { ["data"] = new JsonArray() },
        ])
        {
            var activity = Teams.Sender.Activity("invoke", FakeTeams.Alice, FakeTeams.PersonalChat(FakeTeams.Alice), Teams.NextId());
            activity["name"] = name;
            activity["value"] = value;

            var ack = await SendAsync(activity);

            Assert.Equal(
                (200, "message", "This is not one of this bot's buttons."),
                (ack.Status, (string?)ack.Json()["task"]!["type"], (string?)ack.Json()["task"]!["value"]));
        }

        Assert.Equal(0, Bot.Inbox.Inserts);
    }

    [Fact]
    public async Task Whoever_sends_an_activity_does_not_say_how_it_is_answered()
    {
        var message = Teams.Sender.Message("redis ping", FakeTeams.Alice);
        message["deliveryMode"] = "expectReplies";
        Assert.Equal(new FakeTeamsAck(200, ""), await SendAsync(message));

        var unknown = Teams.Sender.Activity("invoke", FakeTeams.Alice, FakeTeams.PersonalChat(FakeTeams.Alice), Teams.NextId());
        unknown["name"] = "composeExtension/query";
        unknown["deliveryMode"] = "expectReplies";
        Assert.Equal(new FakeTeamsAck(501, ""), await SendAsync(unknown));
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(0)]
    public async Task A_call_that_failed_is_tried_again_by_the_outbox_and_not_behind_its_back(int status)
    {
        Teams.FailNext(status == 0 ? FakeTeamsFailure.CutAfterTheEffect : new FakeTeamsFailure(status));

        var e = await Assert.ThrowsAsync<DeliveryException>(
            () => Bot.Platform.PostAsync(new ChannelRef("teams", FakeTeams.Tenant, FakeTeams.Channel), Card.Say("Hello"), new("1"), Ct));

        Assert.Equal((false, status != 429), (e.Permanent, e.MayHaveArrived));
        Assert.Single(Teams.Calls);
        Assert.Equal(1, Teams.Issuer.TokensIssued);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_replaced_once_and_not_for_ever()
    {
        Teams.FailNext(new FakeTeamsFailure(401));
        Teams.FailNext(new FakeTeamsFailure(401));

        var e = await Assert.ThrowsAsync<DeliveryException>(
            () => Bot.Platform.PostAsync(new ChannelRef("teams", FakeTeams.Tenant, FakeTeams.Channel), Card.Say("Hello"), new("1"), Ct));

        Assert.True(e.Permanent);
        Assert.Contains("Teams:ClientSecret", e.Message, StringComparison.Ordinal);
        Assert.Equal([401, 401], Teams.Calls.Select(call => call.Answer));
        Assert.Equal(2, Teams.Issuer.TokensIssued);
    }

    private Task<FakeTeamsAck> SendAsync(JsonObject activity) => Teams.Sender.SendAsync(activity, Bot.Url, Ct);
}
