namespace IncidentBot.Redis.GameDays.Outages;

/// <summary>Busy, full of work, or odd, and well. Who calls one of these sick will not be believed when one is.</summary>
internal static class WellServers
{
    public static IReadOnlyList<Outage> All { get; } =
    [
        Well("well-idle", "nothing runs on it", async scene => await scene.StartAsync(StageTargets.Single)),
        Well("well-busy", "many clients read and write small things", BusyAsync),
        Well("well-cache", "a full cache throws old pages away, and no queue lives beside it", CacheAsync),
        Well("well-replica", "a replica that is meant to be one", ReplicaAsync),
        Well("well-pair", "a pair in step", async scene => await GroupOutages.PairAsync(scene)) with { Target = StageTargets.Pair },
        Well("well-standby", "the standby of a pair", async scene => await GroupOutages.PairAsync(scene)) with { Target = StageTargets.Standby },
        Well("well-watched", "a master with its sentinels", async scene => await GroupOutages.WatchedAsync(scene)) with { Target = StageTargets.Watched },
        Well("well-three-quarters", "memory is at 75 %", RoomAsync),
        Well("well-subscribers", "many clients are connected and listen", SubscribersAsync),
        Well("well-burst", "a queue works off a burst", BurstAsync),
        Well("well-old-failures", "a queue with failures of yesterday", OldFailuresAsync),
        Well("well-long-jobs", "jobs of a quarter of an hour, and their worker is there", LongJobsAsync),
        Well("well-empty-queue", "a queue with nothing in it and nobody at it", EmptyAsync),
        Well("well-rq", "RQ with a worker, and failures of last week", RqAsync),
        Well("well-once-slow", "one slow command, and that is over", OnceSlowAsync),
    ];

    private static Outage Well(string name, string cause, Func<Scene, Task> make) => new(name, "is Redis the reason?", cause, [], make) { IsWell = true };

    private static async Task BusyAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        for (var i = 0; i < 8; i++)
        {
            await scene.RepeatAsync(server, "web", TimeSpan.FromMilliseconds(1), async client =>
            {
                await client.AskAsync("SET", "cart:1", "x");
                await client.AskAsync("GET", "cart:1");
            });
        }
    }

    private static async Task CacheAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await server.FillAsync("page:", 10_000, 300);
        await server.LimitAsync(90, "allkeys-lru");
        await scene.RepeatAsync(server, "web", TimeSpan.FromMilliseconds(5), client =>
            client.AskAsync("SET", $"page:new:{Guid.NewGuid()}", new string('x', 2_000)));
        await scene.UntilAsync("keys are thrown away", async () => await server.InfoAsync("evicted_keys") > 0);
    }

    private static async Task ReplicaAsync(Scene scene)
    {
        var master = await scene.StartAtAsync(scene.Ports.Replica, "--repl-diskless-sync-delay", "0");
        await scene.StartAsync(StageTargets.Single, "--replicaof", "127.0.0.1", $"{master.Port}");
        await ReplicationOutages.FollowsAsync(scene, master);
    }

    private static async Task RoomAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await server.FillAsync("session:", 20_000, 300);
        await server.LimitAsync(133);
    }

    private static async Task SubscribersAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        for (var i = 0; i < 150; i++)
        {
            await (await scene.ConnectAsync(server, "events")).SendAsync("SUBSCRIBE", "news");
        }
    }

    private static async Task BurstAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await QueueSeeds.QueueAsync(scene, server, "mail");
        await QueueSeeds.WorkerAsync(scene, server, "mail");
        await QueueSeeds.WaitingAsync(scene, server, "mail", 2_000, TimeSpan.FromSeconds(20));
        await QueueSeeds.ActiveAsync(scene, server, "mail", 5, locked: true, TimeSpan.FromSeconds(1));
        await QueueSeeds.EndedAsync(scene, server, "mail", "completed", 1_500, TimeSpan.FromSeconds(20));
    }

    private static async Task OldFailuresAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await QueueSeeds.QueueAsync(scene, server, "mail");
        await QueueSeeds.WorkerAsync(scene, server, "mail");
        await QueueSeeds.EndedAsync(scene, server, "mail", "failed", 60, TimeSpan.FromMinutes(10), "Gateway timeout", TimeSpan.FromHours(20));
        await QueueSeeds.EndedAsync(scene, server, "mail", "completed", 50, TimeSpan.FromSeconds(50));
    }

    private static async Task LongJobsAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await QueueSeeds.QueueAsync(scene, server, "videos");
        await QueueSeeds.WorkerAsync(scene, server, "videos");
        await QueueSeeds.ActiveAsync(scene, server, "videos", 2, locked: true, TimeSpan.FromMinutes(15));
    }

    private static async Task EmptyAsync(Scene scene) => await QueueSeeds.QueueAsync(scene, await scene.StartAsync(StageTargets.Single), "mail");

    private static async Task RqAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await RqSeeds.QueueAsync(scene, server, "reports");
        await RqSeeds.WorkerAsync(scene, server, "w-reports", "reports");
        await RqSeeds.FailedAsync(scene, server, "reports", 20, "ValueError: no such report", TimeSpan.FromDays(7));
        await RqSeeds.FinishedAsync(scene, server, "reports", 20, TimeSpan.FromSeconds(20));
    }

    private static async Task OnceSlowAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        var client = await scene.ConnectAsync(server, "cron");
        await client.AskAsync("EVAL",
            "local t = redis.call('time') local till = t[1] * 1000000 + t[2] + 400000 "
                + "repeat local n = redis.call('time') until n[1] * 1000000 + n[2] > till return 1",
            0);
    }
}
