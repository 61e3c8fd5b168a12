using IncidentBot.Actions;

namespace IncidentBot.Redis.Queues.Rq;

public sealed class OverdueTests
{
    private static readonly ActionCall Enqueue = RqScene.Call("enqueue-overdue", ("queue", "default"), ("version", "1.13"));

    [Fact]
    public async Task It_leaves_every_key_as_RQs_own_scheduler_would()
    {
        await using var ours = await RqScene.CreateAsync("schedule=4", "enqueue=2", "fail=3");
        await using var theirs = await ours.TwinAsync();

        await theirs.RqAsync("ownschedule");
        Assert.Equal("Put 4 jobs into default.", await ours.RunAsync(Enqueue));

        Assert.Equal(await RqSnapshot.TakeAsync(theirs.Server, "enqueued_at"), await RqSnapshot.TakeAsync(ours.Server, "enqueued_at"));
        Assert.Equal(1, await ours.AskAsync("ZCARD", RqKeys.Scheduled("default")));
        Assert.IsType<PlanResult.Nothing>(await ours.PlanAsync(Enqueue));

        await ours.RqAsync("work");
        Assert.Equal(4, (await ours.RanAsync()).Count(job => job.Key.StartsWith("overdue", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Where_a_scheduler_works_it_is_refused_and_the_status_says_nothing_is_wrong()
    {
        await using var scene = await RqScene.CreateAsync("schedule=2", "birth");
        var before = await scene.ReadAsync(RqScene.Call("status", ("queue", "default")));
        Assert.Equal("default has 2 overdue scheduled jobs and no scheduler: no worker runs with --with-scheduler.", before.Answer);

        await scene.Server.AskAsync("SET", RqKeys.SchedulerLock("default"), 1);

        Assert.StartsWith(
            "A scheduler holds rq:scheduler-lock:default",
            Assert.IsType<PlanResult.Refused>(await scene.PlanAsync(Enqueue)).Rule,
            StringComparison.Ordinal);
        Assert.True((await scene.ReadAsync(RqScene.Call("status", ("queue", "default")))).Healthy);
    }
}
