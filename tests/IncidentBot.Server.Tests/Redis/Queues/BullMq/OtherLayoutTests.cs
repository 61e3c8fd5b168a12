using IncidentBot.Actions;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>Queues that are not as BullMQ 5 and 6 keep them on one server: of Bull, without their meta, with colons, in a cluster, on Redis 5.</summary>
public sealed class OtherLayoutTests(SeededQueues queues) : IClassFixture<SeededQueues>
{
    [Theory]
    [InlineData("mails")]
    [InlineData("shop:mails")]
    public async Task A_queue_of_Bull_which_has_no_meta_is_listed_and_read_and_not_changed(string queue)
    {
        await using var server = await RedisServer.StartAsync();
        await BullAsync(server, queue);
        await using var bot = new QueueBot(server.Url);

        var list = await bot.ReadAsync("queue.list");
        var status = await bot.ReadAsync($"queue.status {queue}");

        Assert.StartsWith($"{queue} on primary: no workers are connected; 2 jobs wait", list.Answer, StringComparison.Ordinal);
        Assert.Equal($"{queue}  no workers  2 waiting, 0 active, 1 delayed, 1 failed  (version unknown)", Assert.Single(list.Evidence));
        Assert.StartsWith($"{queue} on primary: no workers are connected; 2 jobs wait", status.Answer, StringComparison.Ordinal);
        Assert.Contains("Read only: it has neither a version nor events, so Bull 3 or 4 writes it. Use the API of Bull, such as job.retry().", status.Evidence);
        Assert.Equal(
            $"{queue} is not changed: it has neither a version nor events, so Bull 3 or 4 writes it.",
            (await bot.RefusedAsync($"queue.retry-failed {queue} all")).Rule);
    }

    [Fact]
    public async Task A_queue_of_Bull_that_is_paused_says_so()
    {
        await using var server = await RedisServer.StartAsync();
        await BullAsync(server, "mails");
        await server.AskAllAsync(
            RedisCommand.Of("RENAME", "bull:mails:wait", "bull:mails:paused"),
            RedisCommand.Of("SET", "bull:mails:meta-paused", 1),
            RedisCommand.Of("HSET", "bull:mails:meta", "paused", 1));
        await using var bot = new QueueBot(server.Url);

        Assert.Equal("mails on primary: paused: 2 jobs held until somebody resumes it", (await bot.ReadAsync("queue.status mails")).Answer);
    }

    [Fact]
    public async Task A_job_that_is_called_like_a_part_of_a_queue_is_no_queue()
    {
        await using var server = await RedisServer.StartAsync();
        await BullAsync(server, "mails");
        await server.AskAllAsync(
            RedisCommand.Of("HSET", "bull:mails:order:meta", "name", "x", "data", "{}"),
            RedisCommand.Of("HSET", "bull:mails:order:id", "name", "x", "data", "{}"),
            RedisCommand.Of("HSET", "bull:mails:7:failed", "child", "reason"),
            RedisCommand.Of("HSET", "bull:mails:metrics:completed", "count", 1));
        await using var bot = new QueueBot(server.Url);

        Assert.StartsWith("mails  ", Assert.Single((await bot.ReadAsync("queue.list")).Evidence), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BullMqPeer.V5)]
    [InlineData(BullMqPeer.V6)]
    public async Task A_queue_whose_meta_was_evicted_is_not_gone_and_not_changed(string library)
    {
        var peer = await queues.CopyAsync(library);
        await peer.AskAsync("DEL", "bull:publishing:meta");
        await using var bot = new QueueBot(peer);

        var list = await bot.ReadAsync("queue.list");
        var status = await bot.ReadAsync("queue.status publishing");

        Assert.Contains(list.Evidence, line => line.StartsWith("publishing  ", StringComparison.Ordinal));
        Assert.Contains(status.Evidence, line => line.StartsWith("Also meta gone: its hash meta was evicted or deleted", StringComparison.Ordinal));
        Assert.Contains("its hash meta is gone, evicted or deleted", (await bot.RefusedAsync("queue.resume publishing")).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_Redis_6_queues_are_found_without_SCAN_TYPE()
    {
        await using var server = await RedisServer.StartAsync();
        await BullAsync(server, "mails");
        await server.AskAsync("HSET", "bull:reports:meta", "version", "bullmq:6.7.0");
        await using var old = new RespProxy(server.Port, typed =>
            typed.StartsWith("SCAN", StringComparison.OrdinalIgnoreCase) && typed.Contains("TYPE", StringComparison.OrdinalIgnoreCase)
                ? new RespValue.Error("ERR syntax error")
                : null);
        await using var bot = new QueueBot(old.Url);

        Assert.Equal(["mails", "reports"], (await bot.ReadAsync("queue.list")).Evidence.Select(line => line.Split(' ')[0]));
    }

    [Theory]
    [InlineData("{jobs}", "mails")]
    [InlineData("bull", "{mails}")]
    public async Task In_a_cluster_a_queue_with_a_hash_tag_is_found_on_its_node_and_the_other_nodes_say_where_that_is(string prefix, string queue)
    {
        await using var cluster = await RedisCluster.StartAsync();
        var owner = await OwnerAsync(cluster, $"{prefix}:{queue}:meta");
        await owner.AskAllAsync(
            RedisCommand.Of("HSET", $"{prefix}:{queue}:meta", "version", "bullmq:6.7.0"),
            RedisCommand.Of("RPUSH", $"{prefix}:{queue}:wait", "1"),
            RedisCommand.Of("HSET", $"{prefix}:{queue}:1", "name", "x", "data", "{}", "timestamp", 1));
        var stranger = cluster.Masters.First(master => master != owner);
        await using var there = new QueueBot(owner.Url, $"Targets:primary:QueuePrefix={prefix}");
        await using var elsewhere = new QueueBot(
            stranger.Url,
            $"Targets:primary:QueuePrefix={prefix}",
            $"Targets:owner:Url={owner.Url}",
            $"Targets:owner:QueuePrefix={prefix}");
        await using var alone = new QueueBot(stranger.Url, $"Targets:primary:QueuePrefix={prefix}");

        Assert.StartsWith($"{queue} on primary: no workers are connected; 1 job waits", (await there.ReadAsync("queue.list")).Answer, StringComparison.Ordinal);
        var list = await elsewhere.ReadAsync("queue.list on primary");
        Assert.Contains("This is one node of a cluster: queues on the other nodes are not in this list. A target for each node lists its own.", list.Evidence);

        var status = await elsewhere.ReadAsync($"queue.status {queue} on primary");
        Assert.Equal($"{queue} is on another node of the cluster: 127.0.0.1:{owner.Port}", status.Answer);
        Assert.Equal($"/queue status {queue} on owner", Assert.Single(status.Next).Command);
        Assert.True(status.Healthy);

        var unknown = await alone.ReadAsync($"queue.status {queue}");
        Assert.Empty(unknown.Next);
        Assert.Contains($"redis://127.0.0.1:{owner.Port}", Assert.Single(unknown.Steps), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_cluster_a_queue_without_a_hash_tag_is_told_to_be_spread_over_nodes()
    {
        await using var cluster = await RedisCluster.StartAsync();
        var owner = await OwnerAsync(cluster, "bull:mails:meta");
        await owner.AskAsync("HSET", "bull:mails:meta", "version", "bullmq:6.7.0");
        await using var bot = new QueueBot(owner.Url);

        var list = await bot.ReadAsync("queue.list");

        Assert.True(list.Healthy);
        Assert.Contains(list.NotSeen, line => line.StartsWith("mails  not read: some of its keys are on 127.0.0.1:", StringComparison.Ordinal));
    }

    private static async Task<RedisServer> OwnerAsync(RedisCluster cluster, string key)
    {
        foreach (var master in cluster.Masters)
        {
            if ((await master.AskAsync("EXISTS", key)).AsError is null)
            {
                return master;
            }
        }

        throw new InvalidOperationException($"No node has the slot of {key}.");
    }

    /// <summary>As Bull 3.29 and 4.16 leave it: two in line, one of them with a priority, one delayed and one failed.</summary>
    private static async Task BullAsync(RedisServer server, string queue)
    {
        var (key, now) = ($"bull:{queue}:", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        Assert.All(
            await server.AskAllAsync(
            [
                RedisCommand.Of("SET", $"{key}id", 4),
                RedisCommand.Of("LPUSH", $"{key}wait", "1", "2"),
                RedisCommand.Of("ZADD", $"{key}priority", 2, "2"),
                RedisCommand.Of("ZADD", $"{key}delayed", (now + 3_600_000) * 4096, "3"),
                RedisCommand.Of("ZADD", $"{key}failed", now, "4"),
                .. Enumerable.Range(1, 4).Select(id => RedisCommand.Of(
                    "HSET", $"{key}{id}", "name", "__default__", "data", "{}", "opts", "{}", "timestamp", now, "delay", 0, "priority", 0, "attemptsMade", 0)),
            ]),
            reply => Assert.Null(reply.AsError));
    }
}
