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
        Assert.Equal(
            ("command", "open P1 Überlast & mehr", FakeSlack.Alice, FakeSlack.Channel, FakeSlack.Team),
            ((string?)seen["seen"], (string?)seen["text"], (string?)seen["user"], (string?)seen["channel"], (string?)seen["team"]));
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

        Assert.Equal(
            ("action", "/approve R-12", "press-0", FakeSlack.Bob, message.Ts),
            ((string?)seen["seen"], (string?)seen["value"], (string?)seen["id"], (string?)seen["user"], (string?)seen["message"]));
        Assert.Equal($"pressed by {FakeSlack.Bob}", Assert.Single(slack.Messages).Text);
    }

    [Fact]
    public async Task It_takes_a_form_and_what_it_finds_wrong_there_comes_back()
    {
        var view = new FakeSlackView("V1", JsonNode.Parse("""
            {"type":"modal","callback_id":"command","private_metadata":"inc-1","title":{"type":"plain_text","text":"Open"},"blocks":[{"type":"input","block_id":"title","label":{"type":"plain_text","text":"Title"},"element":{"type":"plain_text_input","action_id":"typed"}}]}
            """)!.AsObject());

        var empty = await SendAsync(slack.Sender.Submit(view, []));
        Assert.Equal("too short", (string?)JsonNode.Parse(empty.Body)!["errors"]!["title"]);
        await bolt.NextAsync(patience.Token);
        Assert.Equal(new FakeSlackAck(200, ""), await SendAsync(slack.Sender.Submit(view, new() { ["title"] = "Überlast" }, FakeSlack.Bob)));

        var seen = await bolt.NextAsync(patience.Token);
        Assert.Equal(
            ("view", "Überlast", FakeSlack.Bob, "inc-1"),
            ((string?)seen["seen"], (string?)seen["text"], (string?)seen["user"], (string?)seen["metadata"]));
    }

    [Fact]
    public async Task It_takes_a_shortcut_on_a_message_and_answers_whoever_chose_it()
    {
        Assert.Equal(new FakeSlackAck(200, ""), await SendAsync(slack.Sender.Shortcut("add_to_timeline", "it began at noon", FakeSlack.Bob)));

        var seen = await bolt.NextAsync(patience.Token);
        Assert.Equal(
            ("shortcut", "it began at noon", FakeSlack.Bob, FakeSlack.Channel),
            ((string?)seen["seen"], (string?)seen["text"], (string?)seen["user"], (string?)seen["channel"]));
        Assert.Equal(("noted: it began at noon", FakeSlack.Bob), (slack.Messages[^1].Text, slack.Messages[^1].OnlyFor));
    }

    [Fact]
    public async Task It_takes_events_also_when_they_come_again_and_proves_its_address()
    {
        var proof = await SendAsync(slack.Events.Request(new JsonObject { ["type"] = "url_verification", ["token"] = "legacy", ["challenge"] = "3eZbrw1aB" }));
        Assert.Equal("3eZbrw1aB", (string?)JsonNode.Parse(proof.Body)!["challenge"]);

        await slack.Events.DeliverAsync(slack.Events.HomeOpened(FakeSlack.Bob), url, patience.Token);
        var home = await bolt.NextAsync(patience.Token);
        Assert.Equal(
            ("home", FakeSlack.Bob, 0, $"V0HOME{FakeSlack.Bob}"),
            ((string?)home["seen"], (string?)home["user"], (int)home["retry"]!, (string?)home["view"]));
        Assert.NotNull(slack.Views.HomeOf(FakeSlack.Bob));

        await slack.Events.DeliverAsync(slack.Events.Mention("redis ping"), url, patience.Token, lostAnswers: 1);
        var (first, again) = (await bolt.NextAsync(patience.Token), await bolt.NextAsync(patience.Token));
        Assert.Equal(($"<@{FakeSlack.BotUser}> redis ping", 0), ((string?)first["text"], (int)first["retry"]!));
        Assert.Equal(($"<@{FakeSlack.BotUser}> redis ping", 1, "http_timeout"), ((string?)again["text"], (int)again["retry"]!, (string?)again["reason"]));
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
