using IncidentBot.Messages;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>Two replicas on one PostgreSQL are one bot to Slack.</summary>
public sealed class SlackReplicasTests(PostgresServer postgres)
{
    private const int Posts = 30;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_channel_gets_a_message_a_second_in_order_whichever_replica_posts_it()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.LimitsRate = true;
        string[] settings =
        [
            .. SlackRoom.Settings(slack), "Slack:PostEvery=00:00:01",
            $"Storage:Postgres={await postgres.CreateDatabaseAsync()}",
            $"Audit:Key={Convert.ToBase64String(new byte[32])}",
        ];
        await using var here = await BotHost.StartAsync("redis://127.0.0.1:1", settings);
        await using var there = await BotHost.StartAsync("redis://127.0.0.1:1", settings);
        var channel = new ChannelRef("slack", FakeSlack.Team, FakeSlack.Channel);
        var lines = Enumerable.Range(1, Posts).Select(n => $"line {n}.").ToList();

        for (var n = 0; n < Posts; n++)
        {
            await (n % 2 == 0 ? here : there)
                .Get<ILedger>()
                .CommitAsync(new Changes { Say = [new Outgoing.Post(channel, new Card(lines[n]))] }, TestRedis.Token);
        }

        // Both are kept awake all the time, or the one that has posted would always be the first to see the next line.
        var started = TimeProvider.System.GetTimestamp();
        while (!slack.Messages.Any(message => message.Visible == lines[^1]))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"Only {slack.Messages.Count} lines came.");
            await here.Get<ILedger>().CommitAsync(new Changes(), TestRedis.Token);
            await Task.Delay(10, TestRedis.Token);
        }

        Assert.Equal(lines, slack.Messages.Select(message => message.Visible));
        Assert.Equal(Posts, slack.Calls.Count(call => call.Method == "chat.postMessage"));
    }
}
