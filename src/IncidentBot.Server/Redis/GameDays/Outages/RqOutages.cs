namespace IncidentBot.Redis.GameDays.Outages;

/// <summary>Jobs of RQ that do not run, while the Redis below them is well.</summary>
internal static class RqOutages
{
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(11);

    public static IReadOnlyList<Outage> All { get; } =
    [
        new("rq-dead-worker", "reports are not built", "the worker was killed and its entry is still there", ["reports", "worker"], DeadAsync)
        {
            FirstStep = "reports",
        },
        new("rq-no-worker", "reports are not built", "no worker listens to the queue", ["reports", "no worker"], NoneAsync) { FirstStep = "reports" },
        new("rq-suspended", "no task runs", "work is suspended", ["suspended"], SuspendedAsync) { FirstStep = "/rq resume" },
        new("rq-abandoned", "some reports never come", "jobs were started and their worker is gone", ["reports", "abandoned"], AbandonedAsync)
        {
            FirstStep = "reports",
        },
        new("rq-overdue", "reminders are late", "scheduled jobs are due and no scheduler runs", ["reminders", "overdue"], OverdueAsync)
        {
            FirstStep = "reminders",
        },
        new("rq-failing", "mails fail", "most jobs fail, for one reason", ["mails", "SMTPServerDisconnected"], FailingAsync) { FirstStep = "mails" },
        new("rq-held-up", "reports are late", "the only worker has one job for long, and others wait", ["reports", "only worker|all busy|busy"], HeldUpAsync)
        {
            FirstStep = "reports",
        },
    ];

    private static async Task<SceneServer> StartAsync(Scene scene, string queue)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await RqSeeds.QueueAsync(scene, server, queue);
        await RqSeeds.QueueAsync(scene, server, "thumbnails");
        await RqSeeds.WorkerAsync(scene, server, "w-thumbnails", "thumbnails");
        return server;
    }

    private static async Task DeadAsync(Scene scene)
    {
        var server = await StartAsync(scene, "reports");
        await RqSeeds.WorkerAsync(scene, server, "w-reports", "reports", connected: false);
        await RqSeeds.QueuedAsync(scene, server, "reports", 3, TimeSpan.FromSeconds(60));
    }

    private static async Task NoneAsync(Scene scene) => await RqSeeds.QueuedAsync(scene, await StartAsync(scene, "reports"), "reports", 30, Minutes);

    private static async Task SuspendedAsync(Scene scene)
    {
        var server = await StartAsync(scene, "reports");
        await RqSeeds.WorkerAsync(scene, server, "w-reports", "reports");
        await RqSeeds.QueuedAsync(scene, server, "reports", 12, Minutes);
        await server.AskAsync("SET", "rq:suspended", "1");
    }

    private static async Task AbandonedAsync(Scene scene)
    {
        var server = await StartAsync(scene, "reports");
        await RqSeeds.WorkerAsync(scene, server, "w-reports", "reports");
        await RqSeeds.AbandonedAsync(scene, server, "reports", 4);
    }

    private static async Task OverdueAsync(Scene scene)
    {
        var server = await StartAsync(scene, "reminders");
        await RqSeeds.WorkerAsync(scene, server, "w-reminders", "reminders");
        await RqSeeds.ScheduledAsync(scene, server, "reminders", 9, Minutes);
    }

    private static async Task FailingAsync(Scene scene)
    {
        var server = await StartAsync(scene, "mails");
        await RqSeeds.WorkerAsync(scene, server, "w-mails", "mails");
        await RqSeeds.FinishedAsync(scene, server, "mails", 8, TimeSpan.FromSeconds(20));
        await RqSeeds.FailedAsync(scene, server, "mails", 12, "smtplib.SMTPServerDisconnected: Connection unexpectedly closed", TimeSpan.FromSeconds(10));
    }

    private static async Task HeldUpAsync(Scene scene)
    {
        var server = await StartAsync(scene, "reports");
        await RqSeeds.WorkerAsync(scene, server, "w-reports", "reports", job: "export-7", busyFor: Minutes);
        await RqSeeds.QueuedAsync(scene, server, "reports", 40, Minutes);
    }
}
