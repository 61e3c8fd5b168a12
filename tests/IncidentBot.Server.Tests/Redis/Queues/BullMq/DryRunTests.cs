using IncidentBot.Actions;
using IncidentBot.Redis.Sessions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>Reads, plans and checks change nothing: MONITOR shows what the server was asked.</summary>
public sealed class DryRunTests(SeededQueues queues) : IClassFixture<SeededQueues>
{
    private static readonly string[] Reads =
    [
        "LLEN", "LRANGE", "LINDEX", "ZCARD", "ZCOUNT", "ZRANGE", "ZREVRANGE", "ZRANGEBYSCORE", "ZSCORE", "HGET", "HMGET",
        "HGETALL", "HEXISTS", "SISMEMBER", "EXISTS", "TYPE", "PTTL", "TIME", "SCAN", "XREVRANGE", "XINFO", "INFO", "CLIENT",
        "MEMORY", "PING", "SELECT", "CONFIG", "AUTH", "ECHO", "CLUSTER", "GET", "ACL",
    ];

    /// <summary>What to type for each action, with something to do. A new action needs a line here.</summary>
    internal static readonly Dictionary<string, string> Examples = new()
    {
        ["queue.list"] = "queue.list",
        ["queue.status"] = "queue.status publishing",
        ["queue.jobs"] = "queue.jobs publishing failed",
        ["queue.pause"] = "queue.pause publishing",
        ["queue.resume"] = "queue.resume publishing",
        ["queue.retry-failed"] = "queue.retry-failed publishing all",
        ["queue.retry-stalled"] = "queue.retry-stalled publishing",
        ["queue.promote"] = "queue.promote publishing overdue",
        ["queue.clean"] = "queue.clean publishing completed keep=0",
        ["queue.restore"] = "queue.restore {snapshot}",
    };

    [Theory]
    [InlineData(BullMqPeer.V5, false)]
    [InlineData(BullMqPeer.V5, true)]
    [InlineData(BullMqPeer.V6, false)]
    [InlineData(BullMqPeer.V6, true)]
    public async Task Nothing_but_reads_reaches_the_server(string library, bool paused)
    {
        var peer = await queues.CopyAsync(library);
        if (paused)
        {
            await peer.RunAsync(BullMqPeer.Do("pause"));
        }

        await using var bot = new QueueBot(peer);
        var snapshot = (await bot.DoAsync("queue.clean publishing completed keep=3")).Split(' ')[^1];
        var before = await peer.DumpAsync();
        await using var server = await queues.Server.ConnectAsync();
        await server.SendAsync(Wire.RespWriter.Encode([RedisCommand.OfConnection("MONITOR")]), TestRedis.Token);
        await server.ReadAsync(TestRedis.Token);

        foreach (var action in bot.Actions.Where(action => action.Definition.Id.System == "queue"))
        {
            var id = action.Definition.Id.Value;
            Assert.True(Examples.TryGetValue(id, out var typed), $"{id} is new: say in Examples what to type, so that its dry run is tested.");
            typed = typed.Replace("{snapshot}", snapshot, StringComparison.Ordinal);
            if (action is IObserveAction)
            {
                await bot.ReadAsync(typed);
            }
            else if (id != (paused ? "queue.pause" : "queue.resume"))
            {
                // A refusal would prove nothing.
                await bot.VerifyAsync(typed, await bot.ReadyAsync(typed));
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
