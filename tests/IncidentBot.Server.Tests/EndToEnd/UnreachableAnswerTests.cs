using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>A <c>response_url</c> whose host takes the connection and never says a word holds nobody up.</summary>
public sealed class UnreachableAnswerTests(PostgresServer postgres)
{
    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Answers_that_cannot_be_delivered_hold_up_neither_their_own_person_nor_others(string engine)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/");
        await using var slack = await FakeSlack.StartAsync();
        string[] store = engine == "SQLite" ? [] : [$"Storage:Postgres={await postgres.CreateDatabaseAsync()}"];

        // An attempt lasts until it is broken off, which is longer than this test waits for anything.
        await using var bot = await BotHost.StartAsync("redis://127.0.0.1:1", [.. store, .. SlackRoom.Settings(slack), "Slack:CallTimeout=00:05:00"]);
        var room = new SlackRoom(slack, bot.Address);

        // More than are delivered side by side, of different people.
        foreach (var user in (string[])[FakeSlack.Alice, .. Enumerable.Range(0, 8).Select(n => $"U0SILENT{n}")])
        {
            await room.SendAsync(slack.Sender.Command("/run", "list", user, responseUrl: $"{url}{user}"));
        }

        await room.TypeAsync(FakeSlack.Bob, "/run list");
        await room.AloneSeesAsync(FakeSlack.Bob, "No run is under way");
        for (var n = 1; n <= 5; n++)
        {
            await room.TypeAsync(FakeSlack.Alice, $"/run R-{n}");
        }

        await room.AloneSeesAsync(FakeSlack.Alice, "R-5");
        Assert.Equal(
            ["R-1", "R-2", "R-3", "R-4", "R-5"],
            from message in slack.Messages
            where message.OnlyFor == FakeSlack.Alice
            select message.Visible[message.Visible.IndexOf("R-", StringComparison.Ordinal)..][..3]);
    }
}
