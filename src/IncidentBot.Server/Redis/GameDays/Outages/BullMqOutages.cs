namespace IncidentBot.Redis.GameDays.Outages;

/// <summary>Jobs of BullMQ that do not run, while the Redis below them is well.</summary>
internal static class BullMqOutages
{
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(12);

    public static IReadOnlyList<Outage> All { get; } =
    [
        new("jobs-no-workers", "mails do not go out", "no worker is connected", ["mail", "no workers"], NoWorkersAsync) { FirstStep = "/queue status mail" },
        new("jobs-stalled", "mails do not go out", "a worker died with its jobs", ["mail", "stalled"], StalledAsync) { FirstStep = "mail" },
        new("jobs-paused", "mails do not go out", "somebody paused the queue", ["mail", "paused"], PausedAsync) { FirstStep = "mail" },
        new("jobs-limited", "mails go out slowly", "a rate limit holds them back", ["mail", "rate limit"], LimitedAsync) { FirstStep = "mail" },
        new("jobs-overdue", "reminders are late", "delayed jobs are due and nobody moves them", ["reminders", "overdue|should have started"], OverdueAsync)
        {
            FirstStep = "reminders",
        },
        new("jobs-maxed", "exports wait", "as many run as their owner allows", ["exports", "allows"], MaxedAsync) { FirstStep = "exports" },
        new("jobs-failing", "payments fail", "a third of the jobs fails, for one reason", ["charges", "Gateway timeout"], FailingAsync)
        {
            FirstStep = "charges",
        },
        new("jobs-retrying", "payments are late", "jobs fail and are tried again later, for one reason", ["charges", "ECONNREFUSED"], RetryingAsync)
        {
            FirstStep = "charges",
        },
        new("jobs-poison", "exports stop again and again", "one job takes its worker down each time", ["exports", "a1"], PoisonAsync) { FirstStep = "exports" },
        new(
            "jobs-stuck",
            "mails do not go out",
            "jobs wait and the workers that are there do not take them",
            ["mail", "idle|do not take|marker"],
            StuckAsync) { FirstStep = "mail" },
        new("jobs-behind", "mails are hours late", "far more comes in than goes out", ["mail", "behind"], BehindAsync) { FirstStep = "mail" },
        new("jobs-kept", "Redis grows", "hundreds of thousands of finished jobs are kept", ["reports", "completed|finished"], KeptAsync)
        {
            FirstStep = "reports",
        },
        new("jobs-starved", "cheap orders wait for ever", "jobs of low priority are never taken", ["orders", "priority"], StarvedAsync)
        {
            FirstStep = "orders",
        },
    ];

    private static async Task<SceneServer> QueueAsync(Scene scene, string queue, int workers)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await QueueSeeds.QueueAsync(scene, server, queue);

        // A second one that is well: the trouble has to be named with its queue.
        await QueueSeeds.QueueAsync(scene, server, "thumbnails");
        await QueueSeeds.WorkerAsync(scene, server, "thumbnails");
        for (var i = 0; i < workers; i++)
        {
            await QueueSeeds.WorkerAsync(scene, server, queue);
        }

        return server;
    }

    private static async Task NoWorkersAsync(Scene scene) => await QueueSeeds.WaitingAsync(scene, await QueueAsync(scene, "mail", 0), "mail", 50, Minutes);

    private static async Task StalledAsync(Scene scene) =>
        await QueueSeeds.ActiveAsync(scene, await QueueAsync(scene, "mail", 1), "mail", 5, locked: false, Minutes);

    private static async Task PausedAsync(Scene scene)
    {
        var server = await QueueAsync(scene, "mail", 1);
        await server.AskAsync("HSET", "bull:mail:meta", "paused", "1");
        await QueueSeeds.WaitingAsync(scene, server, "mail", 40, Minutes);
        await server.AskAsync("RENAME", "bull:mail:wait", "bull:mail:paused");
    }

    private static async Task LimitedAsync(Scene scene)
    {
        var server = await QueueAsync(scene, "mail", 1);
        await server.AskAsync("HSET", "bull:mail:meta", "max", "10", "duration", "3600000");
        await server.AskAsync("SET", "bull:mail:limiter", "10", "PX", "3000000");
        await QueueSeeds.WaitingAsync(scene, server, "mail", 40, Minutes);
    }

    private static async Task OverdueAsync(Scene scene) =>
        await QueueSeeds.DelayedAsync(scene, await QueueAsync(scene, "reminders", 1), "reminders", 30, -Minutes);

    private static async Task MaxedAsync(Scene scene)
    {
        var server = await QueueAsync(scene, "exports", 2);
        await server.AskAsync("HSET", "bull:exports:meta", "concurrency", "2");
        await QueueSeeds.ActiveAsync(scene, server, "exports", 2, locked: true, Minutes);
        await QueueSeeds.WaitingAsync(scene, server, "exports", 20, Minutes);
    }

    private static async Task FailingAsync(Scene scene)
    {
        var server = await QueueAsync(scene, "charges", 1);
        await QueueSeeds.EndedAsync(scene, server, "charges", "completed", 20, TimeSpan.FromSeconds(50));
        await QueueSeeds.EndedAsync(scene, server, "charges", "failed", 10, TimeSpan.FromSeconds(50), "Gateway timeout");
    }

    private static async Task RetryingAsync(Scene scene)
    {
        var server = await QueueAsync(scene, "charges", 1);
        await QueueSeeds.DelayedAsync(scene, server, "charges", 25, TimeSpan.FromMinutes(2), "connect ECONNREFUSED 10.0.0.7:443", 3);
        await QueueSeeds.EndedAsync(scene, server, "charges", "completed", 2, TimeSpan.FromSeconds(50));
    }

    private static async Task PoisonAsync(Scene scene)
    {
        var server = await QueueAsync(scene, "exports", 1);
        await QueueSeeds.ActiveAsync(scene, server, "exports", 1, locked: true, TimeSpan.FromSeconds(20), stalls: 4);
        await QueueSeeds.WaitingAsync(scene, server, "exports", 15, Minutes);
    }

    private static async Task StuckAsync(Scene scene) => await QueueSeeds.WaitingAsync(scene, await QueueAsync(scene, "mail", 2), "mail", 25, Minutes);

    private static async Task BehindAsync(Scene scene)
    {
        var server = await QueueAsync(scene, "mail", 1);
        await QueueSeeds.WaitingAsync(scene, server, "mail", 20_000, TimeSpan.FromHours(2));
        await QueueSeeds.ActiveAsync(scene, server, "mail", 1, locked: true, TimeSpan.FromSeconds(2));
        await QueueSeeds.EndedAsync(scene, server, "mail", "completed", 30, TimeSpan.FromSeconds(58));
    }

    private static async Task KeptAsync(Scene scene)
    {
        var server = await QueueAsync(scene, "reports", 1);
        await server.ScriptAsync("for i = 1, 300000 do redis.call('zadd', 'bull:reports:completed', string.format('%.0f', ARGV[1] - i * 1000), i) end",
            scene.Milliseconds(TimeSpan.FromMinutes(30)));
    }

    private static async Task StarvedAsync(Scene scene)
    {
        var server = await QueueAsync(scene, "orders", 1);
        await server.ScriptAsync(
            "for i = 1, 60 do local p = i <= 20 and 10 or 1 local id = 'p' .. i redis.call('hset', 'bull:orders:' .. id, 'name', 'order', 'data', '{}', "
                    + "'timestamp', p == 10 and ARGV[1] or ARGV[2], 'priority', p) "
                    + "redis.call('zadd', 'bull:orders:prioritized', string.format('%.0f', p * 4294967296 + i), id) end",
            scene.Milliseconds(TimeSpan.FromMinutes(40)),
            scene.Milliseconds(TimeSpan.FromSeconds(1)));
        await QueueSeeds.ActiveAsync(scene, server, "orders", 1, locked: true, TimeSpan.FromSeconds(1));
        await QueueSeeds.EndedAsync(scene, server, "orders", "completed", 300, TimeSpan.FromSeconds(58));
    }
}
