using System.Text.Json.Nodes;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>The whole bot, while what people type and press in Teams comes twice, side by side and out of order.</summary>
public sealed class TeamsDoorStormTests(ITestOutputHelper output)
{
    private const int Requests = 30;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_request_has_its_effect_once(int seed)
    {
        var random = new Random(seed);
        await using var teams = await FakeTeams.StartAsync();
        await using var bot = await BotHost.StartAsync("redis://127.0.0.1:1", TeamsRoom.Settings(teams));
        var requests = Enumerable.Range(0, Requests).Select(number => Request(teams, number)).ToList();
        var deliveries = requests.SelectMany(request => Enumerable.Repeat(request, random.Next(1, 4))).ToArray();
        random.Shuffle(deliveries);

        foreach (var together in deliveries.Chunk(8))
        {
            Assert.All(
                await Task.WhenAll(together.Select(request => teams.Sender.SendAsync(request, bot.Address, TestContext.Current.CancellationToken))),
                ack => Assert.Equal(200, ack.Status));
        }

        await Eventually.TrueAsync(async () => await bot.CountAsync("inbox where finished") == Requests, "every request is answered");
        Assert.Equal((Requests, Requests), (await bot.CountAsync("inbox"), await bot.CountAsync("incidents")));
        output.WriteLine($"seed {seed}: {Requests} requests in {deliveries.Length} deliveries");
    }

    private static JsonObject Request(FakeTeams teams, int number)
    {
        var user = number % 2 == 0 ? FakeTeams.Alice : FakeTeams.Bob;
        var message = new FakeTeamsMessage(FakeTeams.PersonalChat(user), "1", null, [], 0);
        var command = $"/incident open P2 trouble {number}";
        return (number % 4) switch
        {
            0 => teams.Sender.Message(command[1..], user),
            1 => teams.Sender.Message(command[1..], user, message.Conversation),
            2 => teams.Sender.Invoke(
                "adaptiveCard/action",
                message,
                user,
                new JsonObject { ["action"] = new JsonObject { ["data"] = new JsonObject { ["command"] = command } } }),
            _ => teams.Sender.Submit(message, new JsonObject { ["command"] = command, ["once"] = $"open:{number}" }, user),
        };
    }
}
