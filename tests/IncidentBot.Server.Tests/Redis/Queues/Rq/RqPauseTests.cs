using IncidentBot.Actions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Queues.Rq;

public sealed class RqPauseTests
{
    private static readonly (string, string) Version = ("version", "1.13");

    [Fact]
    public async Task A_suspended_worker_takes_nothing_until_it_is_resumed()
    {
        await using var scene = await RqScene.CreateAsync("enqueue=1");
        Assert.Equal("Suspended RQ.", await scene.RunAsync(RqScene.Call("suspend", Version)));
        using var worker = await RqPython.StartAsync(scene.Server, "serve");
        try
        {
            await Eventually.TrueAsync(async () => (await scene.ReadAsync(RqScene.Call("workers"))).Evidence
                .Any(line => line.Contains("  suspended, RQ 1.13", StringComparison.Ordinal)), "the worker is suspended");
            Assert.StartsWith(
                "default stands still: RQ is suspended until it is resumed; 1 job waits",
                (await scene.ReadAsync(RqScene.Call("status", ("queue", "default")))).Answer,
                StringComparison.Ordinal);
            Assert.Contains("suspended until it is resumed", (await scene.ReadAsync(RqScene.Call("list"))).Answer, StringComparison.Ordinal);

            Assert.Equal("Resumed RQ.", await scene.RunAsync(RqScene.Call("resume")));

            await Eventually.TrueAsync(async () => (await scene.RanAsync()).Count == 1, "the job has run");
        }
        finally
        {
            worker.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task Each_is_the_way_back_of_the_other_with_the_time_that_was_left()
    {
        await using var scene = await RqScene.CreateAsync("enqueue=1");

        var suspend = await scene.ReadyAsync(RqScene.Call("suspend", ("seconds", "600"), Version));
        Assert.Equal("/rq resume 1.13 on primary", suspend.Undo?.ToString());
        await scene.RunAsync(RqScene.Call("suspend", ("seconds", "600"), Version));
        Assert.InRange(await scene.AskAsync("TTL", RqKeys.Suspended), 590, 600);

        var resume = await scene.ReadyAsync(suspend.Undo!);
        Assert.Equal("rq.suspend", resume.Undo?.Action.Value);
        Assert.InRange(int.Parse(resume.Undo!["seconds"], System.Globalization.CultureInfo.InvariantCulture), 590, 600);
        Assert.Equal("1.13", resume.Undo!["version"]);
        await scene.RunAsync(suspend.Undo!);
        await scene.RunAsync(resume.Undo!);
        Assert.InRange(await scene.AskAsync("TTL", RqKeys.Suspended), 580, 600);
    }

    [Fact]
    public async Task What_is_so_already_is_nothing_to_do()
    {
        await using var scene = await RqScene.CreateAsync("enqueue=1");
        Assert.IsType<PlanResult.Nothing>(await scene.PlanAsync(RqScene.Call("resume", Version)));
        await scene.RunAsync(RqScene.Call("suspend", Version));
        Assert.Equal(
            "RQ on primary is suspended until it is resumed already.",
            Assert.IsType<PlanResult.Nothing>(await scene.PlanAsync(RqScene.Call("suspend", Version))).Why);
    }
}
