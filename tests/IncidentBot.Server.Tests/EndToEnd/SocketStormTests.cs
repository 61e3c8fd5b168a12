using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>The whole bot on sockets that Slack keeps ending, while requests come twice and out of order.</summary>
public sealed class SocketStormTests
{
    private const int Requests = 30;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_request_has_its_effect_once(int seed)
    {
        var random = new Random(seed);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        await using var slack = await FakeSlack.StartAsync();
        slack.Sockets.AckPatience = TimeSpan.FromSeconds(1);
        slack.Sockets.CloseAfterWarning = TimeSpan.FromMilliseconds(50);
        await using var bot = await BotHost.StartAsync(
            "redis://127.0.0.1:1",
            [.. slack.SocketSettings.Select(setting => $"{setting.Key}={setting.Value}"), .. SlackRoom.People]);

        // A mention has its event_id, a command its trigger_id; some come two or three times, in any order.
        var requests = Enumerable.Range(0, Requests)
            .Select(number => number % 3 == 0
                ? slack.Events.Request(slack.Events.Mention($"incident open P2 trouble {number}"))
                : slack.Sender.Command("/incident", $"open P2 trouble {number}", number % 2 == 0 ? FakeSlack.Alice : FakeSlack.Bob))
            .ToList();
        var deliveries = requests.SelectMany(request => Enumerable.Repeat(request, random.Next(1, 4))).ToArray();
        random.Shuffle(deliveries);

        var sent = new List<Task>();
        foreach (var (at, request) in deliveries.Index())
        {
            sent.Add(slack.Sockets.SendAsync(request, patience.Token));
            if (at % 8 == 0)
            {
                await (random.Next(3) switch
                {
                    0 => slack.Sockets.DisconnectAllAsync("warning"),
                    1 => slack.Sockets.DisconnectAllAsync("refresh_requested"),
                    _ => Task.Run(slack.Sockets.Abort, patience.Token),
                });
                await Task.WhenAll(sent);
            }
        }

        await Task.WhenAll(sent);
        await Eventually.TrueAsync(async () => await bot.CountAsync("inbox where finished") == Requests, "every request is answered");
        Assert.Equal((Requests, Requests), (await bot.CountAsync("inbox"), await bot.CountAsync("incidents")));
    }
}
