using IncidentBot.Actions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>
/// Each way in which a queue of RQ stands still, with real workers: provoked, named by the status, ended by what the status suggests,
/// and seen to be over by the status again and by the jobs that ran.
/// </summary>
public sealed class RqFailureClassTests
{
    private static readonly ActionCall Status = RqScene.Call("status", ("queue", "default"));

    [Fact]
    public async Task No_workers()
    {
        await using var scene = await RqScene.CreateAsync("enqueue=3");

        var workers = await TroubleAsync(scene, "default stands still: no worker listens to it; 3 jobs wait", "/rq workers on primary");
        Assert.Equal("primary: no RQ worker is registered", (await scene.ReadAsync(scene.Typed(workers))).Answer);

        await ServedAsync(scene, "queued", 3);
    }

    [Fact]
    public async Task Suspended()
    {
        await using var scene = await RqScene.CreateAsync("suspend", "enqueue=3", "birth");

        var resume = await TroubleAsync(scene, "default stands still: RQ is suspended", "/rq resume on primary");
        Assert.Equal("Resumed RQ.", await scene.RunAsync(scene.Typed(resume)));

        await ServedAsync(scene, "queued", 3);
    }

    [Fact]
    public async Task Abandoned()
    {
        await using var scene = await RqScene.CreateAsync("abandon", "expire", "birth");

        var recover = await TroubleAsync(scene, "default has 1 abandoned job: started, but the worker is gone.", "/rq recover-abandoned default on primary");
        Assert.Equal("Put 1 job back into default.", await scene.RunAsync(scene.Typed(recover)));

        await scene.RqAsync("mend");

        // Once in vain, and once more.
        await ServedAsync(scene, "abandoned", 2);
    }

    [Fact]
    public async Task Scheduled_without_a_scheduler()
    {
        await using var scene = await RqScene.CreateAsync("schedule=2", "birth");

        var enqueue = await TroubleAsync(
            scene,
            "default has 2 overdue scheduled jobs and no scheduler: no worker runs with --with-scheduler.",
            "/rq enqueue-overdue default on primary");
        Assert.Equal("Put 2 jobs into default.", await scene.RunAsync(scene.Typed(enqueue)));

        await ServedAsync(scene, "overdue", 2);
    }

    /// <returns>The suggested command.</returns>
    private static async Task<string> TroubleAsync(RqScene scene, string sentence, string suggested)
    {
        var status = await scene.ReadAsync(Status);
        Assert.StartsWith(sentence, status.Answer, StringComparison.Ordinal);
        Assert.False(status.Healthy);
        Assert.Contains(status.Next, next => next.Command == suggested);
        return suggested;
    }

    /// <summary>A worker that goes on comes, and does the jobs.</summary>
    private static async Task ServedAsync(RqScene scene, string named, int runs)
    {
        using var worker = await RqPython.StartAsync(scene.Server, "serve");
        try
        {
            await Eventually.TrueAsync(async () => (await scene.RanAsync())
                .Where(job => job.Key.StartsWith(named, StringComparison.Ordinal))
                .Sum(job => job.Value) == runs && await scene.AskAsync("ZCARD", RqKeys.Started("default")) == 0, $"jobs have run {runs} times");
            var status = await scene.ReadAsync(Status);
            Assert.Equal((true, "default is served and empty."), (status.Healthy, status.Answer));
        }
        finally
        {
            worker.Kill(entireProcessTree: true);
        }
    }
}
