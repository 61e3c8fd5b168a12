namespace IncidentBot.Redis.GameDays.Outages;

/// <summary>Memory is full, each time of something else.</summary>
internal static class MemoryOutages
{
    public static IReadOnlyList<Outage> All { get; } =
    [
        new("memory-cache", "checkout fails, writes are refused", "a cache of rate limits fills the memory", ["memory", "rl:*"], CacheAsync)
        {
            FirstStep = "/redis clear-cache",
        },
        new("memory-one-key", "sessions cannot be saved", "one list that nobody trims holds most of the memory", ["memory", "feed:global"], OneKeyAsync)
        {
            FirstStep = "/redis big-keys",
        },
        new("memory-buffers", "writes are refused since a deployment", "a client asks for much and reads nothing", ["memory", "output buffers"], BuffersAsync)
        {
            FirstStep = "/redis kill-client",
        },
        new("memory-scripts", "writes are refused", "each call is a script of its own, and all are kept", ["memory", "scripts"], ScriptsAsync)
        {
            FirstStep = "SCRIPT FLUSH",
        },
        new("memory-backlog", "writes are refused", "the replication backlog is larger than all the data", ["memory", "backlog"], BacklogAsync)
        {
            FirstStep = "repl-backlog-size",
        },
        new("memory-queue", "jobs cannot be added", "finished jobs of a queue are never removed and fill the memory", ["memory", "bull:reports:*"], QueueAsync)
        {
            FirstStep = "finished jobs",
        },
        new("memory-nearly-full", "is Redis about to run full?", "memory is at 93 % of its limit", ["nearly", "session:*"], NearlyFullAsync)
        {
            FirstStep = "/redis memory",
        },
        new(
            "memory-fragmentation",
            "the host runs out of memory",
            "much was deleted, and the pages hold something else still",
            ["fragmentation"],
            FragmentedAsync)
        {
            FirstStep = "activedefrag",
        },
        new(
            "eviction-queue",
            "mails are missing",
            "a full cache throws keys away, and a queue lives beside it",
            ["throws keys away", "bull:mail:*"],
            EvictionAsync)
        {
            FirstStep = "/redis memory",
        },
    ];

    private static async Task CacheAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await server.FillAsync("rl:", 20_000, 300);
        await server.FillAsync("session:", 500, 300);
        await server.LimitAsync(95);
    }

    private static async Task OneKeyAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await server.FillAsync("user:", 20_000, 40);
        await server.ScriptAsync("for i = 1, 20000 do redis.call('rpush', 'feed:global', string.rep('x', 1000)) end");
        await server.LimitAsync(95);
    }

    private static async Task BuffersAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await server.FillAsync("user:", 5_000, 100);
        await server.AskAsync("SET", "page:home", new string('x', 1 << 20));
        var reader = await scene.ConnectAsync(server, "exporter");
        for (var i = 0; i < 60; i++)
        {
            await reader.SendAsync("GET", "page:home");
        }

        await scene.UntilAsync("its buffer has grown", async () => await server.InfoAsync("mem_clients_normal") > 40 << 20);
        await server.LimitAsync(90);
    }

    private static async Task ScriptsAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await server.FillAsync("user:", 5_000, 100);
        var client = await scene.ConnectAsync(server, "pricing");
        for (var i = 0; i < 2_000; i++)
        {
            await client.AskAsync("SCRIPT", "LOAD", $"return '{i}' -- {new string('x', 6_000)}");
        }

        await server.LimitAsync(95);
    }

    private static async Task BacklogAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single, "--repl-backlog-size", "64mb", "--repl-diskless-sync-delay", "0");
        await scene.StartAtAsync(scene.Ports.Replica, "--replicaof", "127.0.0.1", $"{server.Port}");
        await scene.UntilAsync("the replica follows", async () =>
            (await server.AskAsync("INFO", "replication")).AsString()!.Contains("state=online", StringComparison.Ordinal));
        var client = await scene.ConnectAsync(server);
        for (var i = 0; i < 40; i++)
        {
            await client.AskAsync("SET", "page:home", new string('x', 1 << 20));
        }

        await client.AskAsync("DEL", "page:home");
        await server.FillAsync("user:", 5_000, 100);
        await server.LimitAsync(90);
    }

    private static async Task QueueAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await QueueSeeds.QueueAsync(scene, server, "reports");
        await server.ScriptAsync("for i = 1, 20000 do redis.call('hset', 'bull:reports:' .. i, 'data', string.rep('x', 300)) "
                + "redis.call('zadd', 'bull:reports:completed', i, i) end");
        await server.FillAsync("session:", 500, 100);
        await server.LimitAsync(95);
    }

    private static async Task NearlyFullAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await server.FillAsync("session:", 20_000, 300);
        await server.LimitAsync(107);
    }

    private static async Task FragmentedAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await server.FillAsync("doc:", 120_000, 900);
        await server.ScriptAsync("for i = 1, 120000 do if i % 8 ~= 0 then redis.call('del', 'doc:' .. i) end end");
        await scene.UntilAsync("it is seen", async () => await server.InfoAsync("allocator_frag_bytes") > 20 << 20
            || await server.InfoAsync("mem_fragmentation_bytes") > 40 << 20);
    }

    private static async Task EvictionAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await QueueSeeds.QueueAsync(scene, server, "mail");
        await QueueSeeds.WaitingAsync(scene, server, "mail", 200);
        await QueueSeeds.WorkerAsync(scene, server, "mail");
        await server.FillAsync("page:", 10_000, 300);
        await server.LimitAsync(90, "allkeys-lru");
        await scene.RepeatAsync(server, "web", TimeSpan.FromMilliseconds(5), client =>
            client.AskAsync("SET", $"page:new:{Guid.NewGuid()}", new string('x', 2_000)));
        await scene.UntilAsync("keys are thrown away", async () => await server.InfoAsync("evicted_keys") > 0);
    }
}
