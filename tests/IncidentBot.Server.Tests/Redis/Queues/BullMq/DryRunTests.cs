using IncidentBot.Actions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>Reads, plans and checks change nothing: MONITOR shows what the server was asked.</summary>
public sealed class DryRunTests(SeededQueues queues) : IClassFixture<SeededQueues>
{
    private static readonly string[] Reads = ["LLEN", "LRANGE", "LINDEX", "ZCARD", "ZCOUNT", "ZRANGE", "ZREVRANGE", "ZRANGEBYSCORE", "ZSCORE", "HGET", "HMGET", "HGETALL", "HEXISTS", "SISMEMBER", "EXISTS", "TYPE", "PTTL", "TIME", "SCAN", "XRANGE", "XINFO", "INFO", "CLIENT", "MEMORY", "PING", "SELECT", "CONFIG", "AUTH", "ECHO", "CLUSTER", "GET"];

    [Theory]
    [InlineData(BullMqPeer.V5)]
    [InlineData(BullMqPeer.V6)]
    public async Task Nothing_but_reads_reaches_the_server(string library)
    {
        var peer = await queues.CopyAsync(library);
        var before = await peer.DumpAsync();
        await using var bot = new QueueBot(peer);
        await using var server = await queues.Server.ConnectAsync();
        await server.SendAsync(Wire.RespWriter.Encode([RedisCommand.OfConnection("MONITOR")]), TestRedis.Token);
        await server.ReadAsync(TestRedis.Token);

        foreach (var action in bot.Actions.Where(action => action.Definition.Id.System == "queue"))
        {
            var command = string.Join(' ', [action.Definition.Id.Value, .. action.Definition.Parameters.Where(parameter => parameter.Required).Select(parameter => parameter.Example)]);
            if (action is IObserveAction)
            {
                await bot.ReadAsync(command);
            }
            else if (await bot.PlanAsync(command) is PlanResult.Ready ready)
            {
                await bot.VerifyAsync(command, ready.Plan);
            }
        }

        await peer.AskAsync("ECHO", "the end");
        var asked = new List<string>();
        while (asked is not [.., "ECHO"])
        {
            // 1795.1 [7 127.0.0.1:1] "HGET" "key"; other tests use other databases of the same server.
            var line = (await server.ReadAsync(TestRedis.Token)).AsString()!;
            if (line.Contains($" [{peer.Database} 127", StringComparison.Ordinal))
            {
                asked.Add(line.Split('"')[1].ToUpperInvariant());
            }
        }

        Assert.Empty(asked.Except(Reads));
        Assert.Contains("ZCOUNT", asked);
        Databases.AssertSame(before, await peer.DumpAsync());
    }
}
