using System.Text.Json.Nodes;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Slack.Peers;

/// <summary>A bot written with Slack's own Bolt takes our fake workspace for Slack.</summary>
public sealed class BoltTests : IAsyncLifetime
{
    private readonly CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
    private FakeSlack slack = null!;
    private NodePeer bolt = null!;
    private Uri url = null!;

    public async ValueTask InitializeAsync()
    {
        slack = await FakeSlack.StartAsync();
        bolt = await NodePeer.StartAsync("slack-bolt-app.mjs", new { token = slack.BotToken, signingSecret = slack.SigningSecret, apiUrl = slack.ApiUrl });
        url = new Uri($"http://127.0.0.1:{(await bolt.NextAsync(patience.Token))["listening"]}/slack/events");
    }

    public async ValueTask DisposeAsync()
    {
        await bolt.DisposeAsync();
        await slack.DisposeAsync();
        patience.Dispose();
    }

    [Fact]
    public async Task It_takes_a_command_and_answers_through_the_response_url()
    {
        var ack = await SendAsync(slack.Sender.Command("/incident", "open P1 Überlast & mehr"));
        Assert.Equal(200, ack.Status);
        var seen = await bolt.NextAsync(patience.Token);

        Assert.Equal("on it", (string?)JsonNode.Parse(ack.Body)!["text"]);
        Assert.Equal(("command", "open P1 Überlast & mehr", FakeSlack.Alice, FakeSlack.Channel, FakeSlack.Team), ((string?)seen["seen"], (string?)seen["text"], (string?)seen["user"], (string?)seen["channel"], (string?)seen["team"]));
        var message = Assert.Single(slack.Messages);
        Assert.Equal(("done: open P1 Überlast & mehr", null), (message.Text, message.OnlyFor));
    }

    [Fact]
    public async Task It_takes_a_pressed_button_and_replaces_the_message()
    {
        var message = slack.Show(FakeSlack.Channel, onlyFor: null, JsonNode.Parse("""
            {"text":"x","blocks":[{"type":"actions","block_id":"buttons-0","elements":[{"type":"button","action_id":"press-0","text":{"type":"plain_text","text":"Approve"},"value":"/approve R-12"}]}]}
            """)!.AsObject());

        var ack = await SendAsync(slack.Sender.Press(message, "Approve", FakeSlack.Bob));
        Assert.Equal(new FakeSlackAck(200, ""), ack);
        var seen = await bolt.NextAsync(patience.Token);

        Assert.Equal(("action", "/approve R-12", "press-0", FakeSlack.Bob, message.Ts), ((string?)seen["seen"], (string?)seen["value"], (string?)seen["id"], (string?)seen["user"], (string?)seen["message"]));
        Assert.Equal($"pressed by {FakeSlack.Bob}", Assert.Single(slack.Messages).Text);
    }

    [Fact]
    public async Task It_refuses_what_was_tampered_with_and_what_is_old()
    {
        var request = slack.Sender.Command("/incident", "open");

        Assert.Equal(401, (await SendAsync(request.Tampered())).Status);
        Assert.Equal(401, (await SendAsync(request.Unsigned())).Status);
        Assert.Equal(401, (await SendAsync(request.SentAt(slack.Time.GetUtcNow().AddSeconds(-310)))).Status);
        Assert.Empty(slack.Messages);
    }

    private Task<FakeSlackAck> SendAsync(FakeSlackRequest request) => slack.Sender.SendAsync(request, url, patience.Token);
}
