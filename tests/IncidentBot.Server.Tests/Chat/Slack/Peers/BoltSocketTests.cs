using System.Text.Json.Nodes;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.Server.Tests.Chat.Slack.Peers;

/// <summary>Slack's own libraries take our end of Socket Mode for Slack's.</summary>
public sealed class BoltSocketTests : IAsyncLifetime
{
    private readonly CancellationTokenSource patience = new(TimeSpan.FromSeconds(90));
    private FakeSlack slack = null!;

    public async ValueTask InitializeAsync() => slack = await FakeSlack.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await slack.DisposeAsync();
        patience.Dispose();
    }

    [Fact]
    public async Task Bolt_takes_commands_buttons_forms_shortcuts_and_events_and_answers_in_the_acknowledgement()
    {
        await using var bolt = await StartAsync("slack-bolt-socket.mjs");
        Assert.True((bool)(await bolt.NextAsync(patience.Token))["listening"]!);
        var message = new FakeSlackMessage(FakeSlack.Channel, "1763806500.000100", null, "it began at noon", [], 0);

        var command = await slack.Sockets.SendAsync(slack.Sender.Command("/incident", "open P1 Überlast & mehr"), patience.Token);
        Assert.Equal("command open P1 Überlast & mehr U0ALICE", await SeenAsync(bolt));
        Assert.Equal("on it", (string?)command.Answer!["text"]);
        Assert.Equal("done: open P1 Überlast & mehr", Assert.Single(slack.Messages).Text);

        var button = new JsonObject
        {
            ["type"] = "button",
            ["action_id"] = "press-0",
            ["block_id"] = "b",
            ["value"] = "/approve R-12",
            ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = "Approve" },
            ["action_ts"] = "1605853645.582706",
        };
        await slack.Sockets.SendAsync("interactive", slack.Sender.BlockActions(message, FakeSlack.Bob, button), patience.Token);
        Assert.Equal("action /approve R-12 U0BOB", await SeenAsync(bolt));

        var form = await slack.Sockets.SendAsync("interactive", Interaction("view_submission", new()
        {
            ["view"] = new JsonObject
            {
                ["id"] = "V1",
                ["type"] = "modal",
                ["callback_id"] = "declare",
                ["private_metadata"] = "",
                ["hash"] = "1.x",
                ["blocks"] = new JsonArray(),
                ["state"] = new JsonObject
                {
                    ["values"] =
                    new JsonObject { ["title"] = new JsonObject { ["typed"] = new JsonObject { ["type"] = "plain_text_input", ["value"] = "db" } } }
                },
            },
            ["response_urls"] = new JsonArray(),
        }), patience.Token);
        Assert.Equal("view db U0ALICE", await SeenAsync(bolt));
        Assert.Equal("too short", (string?)form.Answer!["errors"]!["title"]);

        await slack.Sockets.SendAsync("interactive", Interaction("message_action", new()
        {
            ["callback_id"] = "add_to_timeline",
            ["message_ts"] = message.Ts,
            ["channel"] = new JsonObject { ["id"] = FakeSlack.Channel, ["name"] = "incidents" },
            ["message"] = new JsonObject { ["type"] = "message", ["ts"] = message.Ts, ["text"] = message.Text },
            ["response_url"] = slack.Responses.Issue(FakeSlack.Channel, FakeSlack.Alice),
        }), patience.Token);
        Assert.Equal("shortcut it began at noon U0ALICE", await SeenAsync(bolt));

        await slack.Sockets.SendAsync("events_api", slack.Events.Mention("redis ping"), patience.Token);
        Assert.Equal($"mention <@{FakeSlack.BotUser}> redis ping U0ALICE", await SeenAsync(bolt));
    }

    [Fact]
    public async Task The_socket_client_acknowledges_and_comes_back_after_every_kind_of_end()
    {
        await using var client = await StartAsync("slack-socket-client.mjs");
        await ConnectedAsync(client);
        foreach (var end in new[] { "none", "refresh_requested", "warning", "abort" })
        {
            if (end == "abort")
            {
                slack.Sockets.Abort();
            }
            else if (end != "none")
            {
                await slack.Sockets.DisconnectAllAsync(end);
            }

            if (end != "none")
            {
                await ConnectedAsync(client);
            }

            var envelope = await slack.Sockets.SendAsync(slack.Sender.Command("/incident", end), patience.Token);
            Assert.Equal("on it", (string?)envelope.Answer!["text"]);
            Assert.Equal((string?)envelope.Payload["trigger_id"], (string?)(await client.NextAsync(patience.Token))["id"]);
        }
    }

    [Theory]
    [InlineData("too_many_websockets")]
    [InlineData("link_disabled")]
    public async Task The_socket_client_understands_that_it_may_not_come_in_and_does_once_it_may(string reason)
    {
        slack.Sockets.Enabled = reason != "link_disabled";
        slack.Sockets.Cap = reason == "too_many_websockets" ? 0 : 10;
        await using var client = await StartAsync("slack-socket-client.mjs");
        await Eventually.TrueAsync(() => slack.Sockets.TurnedAway > 0, "the client was turned away");
        Assert.Equal(0, slack.Sockets.Opened);

        (slack.Sockets.Enabled, slack.Sockets.Cap) = (true, 10);

        await ConnectedAsync(client);
        Assert.Equal(1, slack.Sockets.Opened);
    }

    private Task<NodePeer> StartAsync(string script) =>
        NodePeer.StartAsync(script, new { token = slack.BotToken, appToken = slack.AppToken, apiUrl = slack.ApiUrl });

    private async Task ConnectedAsync(NodePeer client) => Assert.True((bool)(await client.NextAsync(patience.Token))["connected"]!);

    private async Task<string> SeenAsync(NodePeer bolt)
    {
        var seen = await bolt.NextAsync(patience.Token);
        return $"{seen["seen"] ?? seen["failed"]} {seen["text"]} {seen["user"]}";
    }

    private static JsonObject Interaction(string type, JsonObject more)
    {
        var interaction = new JsonObject
        {
            ["type"] = type,
            ["token"] = "legacy",
            ["api_app_id"] = "A0BOT",
            ["team"] = new JsonObject { ["id"] = FakeSlack.Team, ["domain"] = "acme" },
            ["user"] = new JsonObject { ["id"] = FakeSlack.Alice, ["username"] = "alice", ["name"] = "alice", ["team_id"] = FakeSlack.Team },
            ["trigger_id"] = "1.2.abc",
            ["is_enterprise_install"] = false,
            ["enterprise"] = null,
        };
        foreach (var (name, value) in more)
        {
            interaction[name] = value?.DeepClone();
        }

        return interaction;
    }
}
