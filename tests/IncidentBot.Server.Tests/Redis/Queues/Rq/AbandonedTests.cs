using IncidentBot.Actions;

namespace IncidentBot.Redis.Queues.Rq;

public sealed class AbandonedTests
{
    private static readonly (string, string) Queue = ("queue", "default");
    private static readonly (string, string) Version = ("version", "1.13");
    private static readonly ActionCall Recover = RqScene.Call("recover-abandoned", Queue, Version);

    [Fact]
    public async Task A_job_whose_worker_was_killed_is_recovered_once_both_heartbeats_have_gone()
    {
        await using var scene = await RqScene.CreateAsync("abandon");

        Assert.IsType<PlanResult.Nothing>(await scene.PlanAsync(Recover));
        await scene.RqAsync("miss");
        var alive = Assert.IsType<PlanResult.Nothing>(await scene.PlanAsync(Recover));
        Assert.Contains("1 entry whose worker still lives: left alone.", alive.Why, StringComparison.Ordinal);

        await scene.RqAsync("expire");
        var plan = await scene.ReadyAsync(Recover);
        Assert.Equal("Would put 1 abandoned job back into default on primary, behind the 0 that wait there.", plan.Summary);
        Assert.Contains(plan.Notes, note => note.Contains("may still be running the job", StringComparison.Ordinal));
        Assert.Equal("Put 1 job back into default.", await scene.RunAsync(Recover));

        await scene.RqAsync("mend", "work");
        Assert.Equal(2, (await scene.RanAsync())["abandoned"]);
        Assert.Equal("finished", (await scene.Server.AskAsync("HGET", RqKeys.Job("left:behind"), "status")).AsString());
        Assert.Equal(0, await scene.AskAsync("ZCARD", RqKeys.Started("default")));
    }

    [Fact]
    public async Task A_worker_that_comes_back_after_the_plan_keeps_its_job()
    {
        await using var scene = await RqScene.CreateAsync("abandon", "expire");
        var worker = (await scene.Server.AskAsync("HGET", RqKeys.Job("left:behind"), "worker_name")).AsString()!;
        var job = (await RqJobAsync(scene))!;
        var command = RqMove.Abandoned("default", DateTimeOffset.FromUnixTimeSeconds(1700000000)).For(job, DateTimeOffset.FromUnixTimeSeconds(1700000000));

        await scene.AskAsync("HSET", RqKeys.Worker(worker), "version", "1.13.0");
        Assert.Equal("Alive", (await scene.Server.AskAsync(command.Name, [.. command.Arguments])).AsString());
        await scene.AskAsync("DEL", RqKeys.Worker(worker));
        await scene.AskAsync("ZADD", RqKeys.Started("default"), 1800000000, "left:behind");
        Assert.Equal("Alive", (await scene.Server.AskAsync(command.Name, [.. command.Arguments])).AsString());
        await scene.AskAsync("ZADD", RqKeys.Started("default"), 1600000000, "left:behind");
        await scene.AskAsync("HSET", RqKeys.Job("left:behind"), "worker_name", "another");
        Assert.Equal("Alive", (await scene.Server.AskAsync(command.Name, [.. command.Arguments])).AsString());
        Assert.Equal(0, await scene.AskAsync("LLEN", RqKeys.Queue("default")));
    }

    [Fact]
    public async Task The_status_names_it_and_suggests_the_way()
    {
        await using var scene = await RqScene.CreateAsync("abandon", "expire", "birth");

        var status = await scene.ReadAsync(RqScene.Call("status", Queue));

        Assert.Equal("default has 1 abandoned job: started, but the worker is gone.", status.Answer);
        Assert.False(status.Healthy);
        Assert.Contains(status.Evidence, line => line.StartsWith("abandoned left:behind: ", StringComparison.Ordinal));
        Assert.Contains(status.Next, next => next.Command == "/rq recover-abandoned default on primary");
        Assert.Contains("0 workers (and 2 registered but gone", (await scene.ReadAsync(RqScene.Call("workers"))).Answer, StringComparison.Ordinal);
    }

    private static async Task<RqJob?> RqJobAsync(RqScene scene)
    {
        await using var services = RqScene.Services(scene.Server.Url);
        var targets = (RedisTargets)services.GetService(typeof(RedisTargets))!;
        return await RqJob.FindAsync(
            await targets.Primary().HoldAsync(Support.TestRedis.Token),
            RqKeys.Started("default"),
            "left:behind",
            Support.TestRedis.Token);
    }
}
