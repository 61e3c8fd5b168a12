using System.Net;
using IncidentBot.Messages;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>What a supervisor reads about the connections of the chat platforms.</summary>
public sealed class ChatHealthTests
{
    private const string NoRedis = "redis://127.0.0.1:1";

    [Fact]
    public async Task Sockets_are_counted_and_one_that_was_switched_off_says_what_to_do()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await BotHost.StartAsync(NoRedis, [.. slack.SocketSettings.Select(setting => $"{setting.Key}={setting.Value}")]);
        using var http = new HttpClient { BaseAddress = bot.Address };
        await Eventually.TrueAsync(async () => (await AskAsync(http)).Body == "Slack Socket Mode: Healthy. 2 open", "both sockets are counted");

        slack.Sockets.Enabled = false;
        await slack.Sockets.DisconnectAllAsync("link_disabled");

        await Eventually.TrueAsync(
            async () => (await AskAsync(http)).Status == HttpStatusCode.ServiceUnavailable,
            "the health endpoint says that something has to be done");
        Assert.Contains("Switch it on under Socket Mode and restart the bot", (await AskAsync(http)).Body, StringComparison.Ordinal);
        Assert.Equal("ready", await http.GetStringAsync(new Uri("/health/ready", UriKind.Relative)));
    }

    [Fact]
    public async Task What_was_refused_is_counted_by_its_reason_and_makes_nobody_ill()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var teams = await FakeTeams.StartAsync();
        await using var bot = await BotHost.StartAsync(
            NoRedis,
            [.. SlackRoom.Settings(slack), .. teams.Settings.Select(setting => $"{setting.Key}={setting.Value}")]);
        var room = new SlackRoom(slack, bot.Address);
        using var http = new HttpClient { BaseAddress = bot.Address };
        Assert.Equal((HttpStatusCode.OK, "Slack requests: Healthy. None refused.\nTeams requests: Healthy. None refused."), await AskAsync(http));

        await room.SendAsync(slack.Sender.Command("/redis", "ping").Tampered());
        await room.SendAsync(slack.Sender.Command("/redis", "ping").Unsigned());
        await room.SendAsync(slack.Sender.Command("/redis", "ping") with { ContentType = "text/plain" });
        await teams.Sender.SendAsync(
            teams.Sender.Message("redis ping", FakeTeams.Alice),
            bot.Address,
            TestContext.Current.CancellationToken,
            authorization: "");

        Assert.Equal(
            (HttpStatusCode.OK, "Slack requests: Healthy. Refused: 2 without proof of where they came from, 1 of another content type.\n"
                + "Teams requests: Healthy. Refused: 1 without proof of where they came from."),
            await AskAsync(http));
    }

    [Fact]
    public async Task Without_such_a_platform_there_is_nothing_to_say()
    {
        await using var bot = await BotHost.StartAsync(NoRedis);
        using var http = new HttpClient { BaseAddress = bot.Address };

        Assert.Equal("No chat platform is connected.", await http.GetStringAsync(new Uri("/health/chat", UriKind.Relative)));
    }

    [Fact]
    public async Task Messages_that_were_given_up_are_counted_with_the_last_reason()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await BotHost.StartAsync(NoRedis, [.. slack.SocketSettings.Select(setting => $"{setting.Key}={setting.Value}")]);
        using var http = new HttpClient { BaseAddress = bot.Address };
        var channel = new ChannelRef("slack", FakeSlack.Team, "C0DELETED");

        await bot.Get<ILedger>()
            .CommitAsync(new Changes { Say = [new Outgoing.Post(channel, new Card("one")), new Outgoing.Post(channel, new Card("two"))] }, TestRedis.Token);

        await Eventually.TrueAsync(async () => (await AskAsync(http)).Body.StartsWith(
            "Slack Socket Mode: Healthy. 2 open\nGiven up in the last day: 2 messages. The last one, at ",
            StringComparison.Ordinal), "both are counted");
        var (status, body) = await AskAsync(http);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.EndsWith(
            $" UTC to {channel}: Slack refused chat.postMessage: channel_not_found. Invite the bot into the channel: /invite @IncidentBot.",
            body,
            StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(HttpClient http)
    {
        using var response = await http.GetAsync(new Uri("/health/chat", UriKind.Relative));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
