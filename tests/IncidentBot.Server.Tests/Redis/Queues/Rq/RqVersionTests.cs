using IncidentBot.Actions;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>Which RQ wrote the jobs decides whether they may be changed. The layout of RQ 2 is made by hand: Debian has none.</summary>
public sealed class RqVersionTests
{
    private static readonly string[] Changes = ["requeue", "recover-abandoned", "enqueue-overdue", "suspend", "resume"];

    [Theory]
    [InlineData("worker new runs RQ 2.1.0", "SADD rq:workers rq:worker:new", "HSET rq:worker:new version 2.1.0 queues default")]
    [InlineData("rq:wip:default lists crm:42:e7c1, a job and its execution", "ZADD rq:wip:default 1600000000 crm:42:e7c1")]
    [InlineData("there is rq:executions:crm:42", "ZADD rq:executions:crm:42 1600000000 e7c1")]
    public async Task RQ_2_is_read_and_never_changed(string sign, params string[] commands)
    {
        await using var scene = await RqScene.CreateAsync("fail=3", "schedule=1");
        foreach (var command in commands)
        {
            var words = command.Split(' ');
            await scene.AskAsync(words[0], [.. words[1..].Select(word => (RedisArgument)word)]);
        }

        var before = await RqSnapshot.TakeAsync(scene.Server);
        foreach (var verb in Changes)
        {
            var refused = Assert.IsType<PlanResult.Refused>(await scene.PlanAsync(RqScene.Call(verb, ("queue", "default"), ("version", "1.13"))));
            Assert.Contains($"RQ 2 or newer ({sign})", refused.Rule, StringComparison.Ordinal);
            Assert.Contains("rq requeue --queue default", refused.Hint, StringComparison.Ordinal);
        }

        Assert.Contains((await scene.ReadAsync(RqScene.Call("status", ("queue", "default")))).Evidence, line => line.Contains(sign, StringComparison.Ordinal));
        Assert.Equal(before, await RqSnapshot.TakeAsync(scene.Server));
    }

    [Fact]
    public async Task A_colon_in_a_jobs_id_does_not_make_it_RQ_2()
    {
        await using var scene = await RqScene.CreateAsync("abandon", "expire", "birth");

        Assert.IsType<PlanResult.Ready>(await scene.PlanAsync(RqScene.Call("recover-abandoned", ("queue", "default"))));
    }

    [Fact]
    public async Task Where_no_worker_says_its_version_somebody_has_to()
    {
        await using var scene = await RqScene.CreateAsync("fail=3", "schedule=1");

        foreach (var verb in Changes.Except(["recover-abandoned", "resume"]))
        {
            var unsaid = Assert.IsType<PlanResult.Refused>(await scene.PlanAsync(RqScene.Call(verb, ("queue", "default"))));
            Assert.Equal("If it is RQ 1, say so: add version=1.13 to the command.", unsaid.Hint);
            Assert.IsType<PlanResult.Ready>(await scene.PlanAsync(RqScene.Call(verb, ("queue", "default"), ("version", "1.13"))));
            Assert.IsType<PlanResult.Refused>(await scene.PlanAsync(RqScene.Call(verb, ("queue", "default"), ("version", "2.0"))));
            Assert.IsType<PlanResult.Refused>(await scene.PlanAsync(RqScene.Call(verb, ("queue", "default"), ("version", "0.9"))));
        }

        await scene.RqAsync("birth");
        Assert.IsType<PlanResult.Ready>(await scene.PlanAsync(RqScene.Call("requeue", ("queue", "default"))));
    }
}
