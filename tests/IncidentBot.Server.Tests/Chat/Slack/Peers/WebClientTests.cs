using System.Text.Json.Nodes;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Slack.Peers;

/// <summary>Slack's own client of the Web API gets along with our fake workspace, also where it is refused.</summary>
public sealed class WebClientTests
{
    [Fact]
    public async Task It_posts_updates_waits_when_told_and_understands_every_refusal()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var slack = await FakeSlack.StartAsync();
        slack.LimitsRate = true;
        foreach (var channel in new[] { "C0BUSY", "C0THIRD", "C0FOURTH", "C0FIFTH", "C0SIXTH" })
        {
            slack.AddChannel(channel);
        }

        var came = await NodePeer.AskAsync(
            "slack-web-client.mjs",
            new { apiUrl = slack.ApiUrl, token = slack.BotToken, channel = FakeSlack.Channel, busyChannel = "C0BUSY" },
            patience.Token);

        Assert.Equal(FakeSlack.Team, (string?)came["auth"]!["team_id"]);
        Assert.All(new[] { "auth", "posted", "updated", "whisper", "one", "two" }, step => Assert.True((bool)came[step]!["ok"]!, $"{step}: {came[step]}"));
        Assert.Equal("message_not_found", Error(came, "gone"));
        Assert.Equal("channel_not_found", Error(came, "nowhere"));
        Assert.Equal("invalid_blocks", Error(came, "tooLong"));
        Assert.Contains("must be less than 3001 characters [json-pointer:/blocks/0]", (string?)came["tooLong"]!["messages"]![0], StringComparison.Ordinal);
        Assert.Equal("no_text", Error(came, "empty"));
        Assert.Equal("invalid_auth", Error(came, "stranger"));
        Assert.Equal("not_authed", Error(came, "nobody"));

        Assert.True((int)came["waited"]! >= 1);
        Assert.Contains(slack.Calls, call => call is { Method: "chat.postMessage", Answer: "ratelimited" });
        Assert.Equal(["one", "two"], slack.Messages.Where(message => message.Channel == "C0BUSY").Select(message => message.Text));
        var first = slack.Messages[0];
        Assert.Equal((1, "second", (string?)came["posted"]!["ts"]), (first.Edits, first.Visible, first.Ts));
        Assert.Equal((FakeSlack.Alice, "only you"), (slack.Messages[1].OnlyFor, slack.Messages[1].Visible));
    }

    [Fact]
    public async Task It_makes_a_channel_finds_it_on_the_last_page_fills_it_and_puts_it_away()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var slack = await FakeSlack.StartAsync();
        slack.Rooms.Add("general", FakeSlack.Alice);
        slack.Rooms.Add("random", FakeSlack.Alice);

        var came = await NodePeer.AskAsync("slack-web-room.mjs", new { apiUrl = slack.ApiUrl, token = slack.BotToken, user = FakeSlack.Alice }, patience.Token);

        var room = slack.Rooms.All[^1];
        Assert.Equal(
            (room.Id, "Redis is down & <more>", "https://grafana.example.com"),
            ((string?)came["id"], (string?)came["purpose"], (string?)came["bookmark"]));
        Assert.Equal(3, (int)came["pages"]!);
        Assert.Equal(["general", "random", "inc-1-redis"], came["names"]!.AsArray().Select(name => (string)name!));
        Assert.Contains(FakeSlack.Alice, room.Members);
        Assert.Equal(slack.Messages[0].Ts, Assert.Single(room.Pins));
        var file = Assert.Single(slack.Files.All);
        Assert.Equal((room.Id, slack.Messages[0].Ts, "all of it", 1000), (file.Channel, file.Thread, file.Title, file.Content.Split("Überlast\n").Length - 1));
        Assert.StartsWith("F0", (string?)came["file"], StringComparison.Ordinal);
        Assert.Equal((true, "is_archived"), (room.IsArchived, (string?)came["late"]));
    }

    private static string? Error(JsonNode came, string step) => (string?)came[step]!["error"];
}
