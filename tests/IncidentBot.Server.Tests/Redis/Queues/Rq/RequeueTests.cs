using IncidentBot.Actions;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Redis.Queues.Rq;

public sealed class RequeueTests
{
    private static readonly (string, string) Queue = ("queue", "default");
    private static readonly (string, string) Version = ("version", "1.13");
    private static readonly ActionCall All = RqScene.Call("requeue", Queue, Version);

    [Fact]
    public async Task It_leaves_every_key_as_RQ_itself_would_but_for_the_expiry_that_RQ_forgets()
    {
        await using var ours = await RqScene.CreateAsync("fail=10", "schedule=2", "finish=2", "cancel", "enqueue=3");
        await using var theirs = await ours.TwinAsync();

        await theirs.RqAsync("ownrequeue");
        Assert.Equal("Put 10 jobs back into default.", await ours.RunAsync(All));

        Assert.Equal(await RqSnapshot.TakeAsync(theirs.Server, "enqueued_at"), await RqSnapshot.TakeAsync(ours.Server, "enqueued_at"));

        // RQ lets a requeued job expire at the end of its failure's time; ours stays until it has run.
        Assert.InRange(await theirs.AskAsync("TTL", RqKeys.Job("crm:42")), 31_000_000, 31_536_000);
        Assert.Equal(-1, await ours.AskAsync("TTL", RqKeys.Job("crm:42")));
        var limited = await LimitedAsync(ours);
        Assert.InRange(await theirs.AskAsync("TTL", RqKeys.Job(limited)), 4900, 5000);
        Assert.InRange(await ours.AskAsync("TTL", RqKeys.Job(limited)), 4900, 5000);
    }

    [Fact]
    public async Task A_real_worker_then_runs_every_job_once_and_those_that_waited_for_them()
    {
        await using var scene = await RqScene.CreateAsync("fail=6", "enqueue=2");

        await scene.RunAsync(All);
        await scene.RqAsync("mend", "work");

        var ran = await scene.RanAsync();
        Assert.Equal(
            ["after-failed", "failed0", "failed1", "failed2", "failed3", "failed4", "failed5", "queued0", "queued1"],
            ran.Keys.Order(StringComparer.Ordinal));
        Assert.All(ran.Values, times => Assert.Equal(1, times));
        Assert.Equal(0, await scene.AskAsync("ZCARD", RqKeys.Failed("default")));
    }

    [Fact]
    public async Task The_plan_says_what_would_run_and_what_is_special()
    {
        await using var scene = await RqScene.CreateAsync("fail=6", "enqueue=2", "birth");
        await scene.AskAsync("ZADD", RqKeys.Failed("default"), 9999999999, "expired-job");
        var moved = (await scene.Server.AskAsync("ZRANGE", RqKeys.Failed("default"), 0, 0)).AsItems()[0].AsString()!;
        await scene.AskAsync("HSET", RqKeys.Job(moved), "status", "started");

        var plan = await scene.ReadyAsync(RqScene.Call("requeue", Queue));

        Assert.Equal("Would put 5 failed jobs back into default on primary, behind the 2 that wait there.", plan.Summary);
        Assert.Contains(plan.Notes, note => note.StartsWith("Functions: rq_tasks.mendable ×", StringComparison.Ordinal));
        Assert.Contains("1 entry whose job has expired: dropped from the list, as RQ could not run it.", plan.Notes);
        Assert.Contains("1 entry whose job has another status by now: left alone, somebody else has taken care of it.", plan.Notes);
        Assert.Contains(plan.Notes, note => note.Contains("Requeue only what may run twice", StringComparison.Ordinal));
        Assert.Contains("No worker listens to default: the jobs will wait until one is started.", plan.Notes);
        Assert.DoesNotContain("hunter", string.Join(' ', plan.Notes), StringComparison.Ordinal);

        Assert.Equal("Put 5 jobs back into default, dropped 1 whose job has expired.", await scene.RunAsync(RqScene.Call("requeue", Queue)));
        Assert.Equal(1, await scene.AskAsync("ZCARD", RqKeys.Failed("default")));
    }

    [Fact]
    public async Task One_job_by_its_id_and_no_other()
    {
        await using var scene = await RqScene.CreateAsync("fail=4");
        var one = RqScene.Call("requeue", Queue, ("job", "crm:42"), Version);

        Assert.Equal("Put 1 job back into default.", await scene.RunAsync(one));

        Assert.Equal(3, await scene.AskAsync("ZCARD", RqKeys.Failed("default")));
        Assert.Equal("crm:42 is not among the failed jobs of default: it is queued.", Assert.IsType<PlanResult.Nothing>(await scene.PlanAsync(one)).Why);
        var unknown = Assert.IsType<PlanResult.Refused>(await scene.PlanAsync(RqScene.Call("requeue", Queue, ("job", "nobody"), Version)));
        Assert.Equal("There is no job nobody.", unknown.Rule);
    }

    [Fact]
    public async Task Again_it_does_nothing_more()
    {
        await using var scene = await RqScene.CreateAsync("bulkfail=20");
        var plan = await scene.ReadyAsync(All);
        await scene.ApplyAsync(All, plan);
        var before = await RqSnapshot.TakeAsync(scene.Server);

        Assert.Equal("Put 0 jobs back into default.", Assert.IsType<ApplyResult.Done>(await scene.ApplyAsync(All, plan)).Summary);

        Assert.Equal(before, await RqSnapshot.TakeAsync(scene.Server));
        Assert.True((await scene.VerifyAsync(All, plan)).Holds);
        Assert.IsType<PlanResult.Nothing>(await scene.PlanAsync(All));
    }

    [Fact]
    public async Task Two_at_once_put_each_job_back_once()
    {
        await using var scene = await RqScene.CreateAsync("bulkfail=400");
        await using var other = RqScene.Services(scene.Server.Url);
        var second = other.GetServices<IRunbookAction>().OfType<RequeueAction>().Single();
        var plan = await scene.ReadyAsync(All);

        var outcomes = await Task.WhenAll(scene.ApplyAsync(All, plan), second.ApplyAsync(All, plan, null!, new Steps(), Support.TestRedis.Token));

        Assert.All(outcomes, outcome => Assert.IsType<ApplyResult.Done>(outcome));
        Assert.Equal(400, await scene.AskAsync("LLEN", RqKeys.Queue("default")));
        await scene.RqAsync("simplework");
        var ran = await scene.RanAsync();
        Assert.Equal(400, ran.Count);
        Assert.All(ran.Values, times => Assert.Equal(1, times));
    }

    [Fact]
    public async Task It_reports_on_the_way_and_stops_between_batches()
    {
        await using var scene = await RqScene.CreateAsync("bulkfail=250");
        var plan = await scene.ReadyAsync(All);
        using var stop = new CancellationTokenSource();
        var steps = new Steps(_ => stop.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scene.ApplyAsync(All, plan, steps, stop.Token));

        Assert.Equal(("100 of 250 jobs in the queue", 0.4), (steps.All.Single().Text, steps.All.Single().Fraction));
        Assert.Equal((150, 100), (await scene.AskAsync("ZCARD", RqKeys.Failed("default")), await scene.AskAsync("LLEN", RqKeys.Queue("default"))));
        var half = await scene.VerifyAsync(All, plan);
        Assert.False(half.Holds);
        Assert.Equal("150 failed jobs of the plan are still where they were; default holds 100", half.Answer);
    }

    [Fact]
    public async Task A_server_out_of_memory_refuses_and_no_job_is_lost()
    {
        await using var scene = await RqScene.CreateAsync("bulkfail=5");
        var plan = await scene.ReadyAsync(All);
        var before = await RqSnapshot.TakeAsync(scene.Server);
        await scene.Server.AskAsync("CONFIG", "SET", "maxmemory", 1);

        var failed = Assert.IsType<ApplyResult.Failed>(await scene.ApplyAsync(All, plan));

        Assert.StartsWith("The server refused after 0 jobs: OOM ", failed.Reason, StringComparison.Ordinal);
        Assert.Equal(before, await RqSnapshot.TakeAsync(scene.Server));
    }

    [Fact]
    public async Task What_fails_again_since_is_not_taken_for_what_was_left()
    {
        await using var scene = await RqScene.CreateAsync("fail=3");
        var plan = await scene.ReadyAsync(All);
        await scene.ApplyAsync(All, plan);
        await scene.RqAsync("work");

        var verified = await scene.VerifyAsync(All, plan);

        Assert.True(verified.Holds);
        Assert.Equal("none of the planned jobs is left there; default holds 0, 0 are running, 3 came back to the list since", verified.Answer);
    }

    private static async Task<string> LimitedAsync(RqScene scene)
    {
        foreach (var id in (await scene.Server.AskAsync("LRANGE", RqKeys.Queue("default"), 0, -1)).AsItems().Select(id => id.AsString()!))
        {
            if (await scene.AskAsync("HEXISTS", RqKeys.Job(id), "ttl") == 1)
            {
                return id;
            }
        }

        throw new InvalidOperationException("No job has a ttl.");
    }
}
