using IncidentBot.Actions;
using IncidentBot.Redis.Sessions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions;

public sealed class BackgroundSaveTests
{
    [Fact]
    public async Task A_snapshot_is_written_and_verified()
    {
        await using var scene = await RedisScene.StartAsync();
        await RedisTroubles.FillAsync(scene.Server, ("sess:", 2000, 100));

        var ran = await scene.RunAsync("bgsave");

        Assert.Matches("^Would write a snapshot of primary: 2,000 keys, .+ of data.$", ran.Plan.Summary);
        Assert.Contains(ran.Plan.Notes, note => note.EndsWith("2,000 changes since then.", StringComparison.Ordinal));
        Assert.NotNull(ran.Plan.CannotBeUndone);
        Assert.True(ran.Applied is ApplyResult.Done, ran.Applied.ToString());
        Assert.True(ran.Verified.Holds, ran.Verified.Answer);
        Assert.EndsWith("0 changes since", ran.Verified.Answer, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(scene.Server.DataDirectory, "dump.rdb")));
        Assert.Contains((await Planned(scene)).Notes, note => note.Contains("the last fork took ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_long_one_is_followed_and_a_second_one_refused()
    {
        await using var scene = await RedisScene.StartAsync("--rdb-key-save-delay", "1000");
        await RedisTroubles.FillAsync(scene.Server, ("sess:", 1000, 100));
        var running = scene.RunAsync("bgsave");
        await Eventually.TrueAsync(async () => await scene.PlanAsync("bgsave") is PlanResult.Refused, "the snapshot is being written");

        Assert.Equal("primary is writing a snapshot already.", (await scene.RefusedAsync("bgsave")).Rule);

        var ran = await running;
        Assert.True(ran.Verified.Holds, ran.Verified.Answer);
        Assert.NotEmpty(ran.Progress);
    }

    [Fact]
    public async Task A_failed_one_is_a_failure_that_says_where_to_look()
    {
        await using var scene = await RedisScene.StartAsync();
        await RedisTroubles.FillAsync(scene.Server, ("sess:", 10, 10));
        Directory.Delete(scene.Server.DataDirectory, recursive: true);

        var ran = await scene.RunAsync("bgsave");

        Assert.Contains("free disk space", Assert.IsType<ApplyResult.Failed>(ran.Applied).Reason, StringComparison.Ordinal);
        Assert.False(ran.Verified.Holds);
        Assert.Equal("the last snapshot failed: rdb_last_bgsave_status is err", ran.Verified.Answer);
    }

    [Fact]
    public async Task While_loading_it_is_refused()
    {
        await using var scene = RedisScene.On(await RedisTroubles.LoadingAsync());

        Assert.StartsWith("primary is loading its data", (await scene.RefusedAsync("bgsave")).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_must_not_replace_the_last_snapshot()
    {
        await using var scene = await RedisScene.StartAsync();

        Assert.Contains("would replace the last one by an empty one", (await scene.RefusedAsync("bgsave")).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_provider_blocks_it_it_is_not_available_and_no_outage()
    {
        await using var scene = await RedisScene.StartAsync("--rename-command", "BGSAVE", "");
        await scene.Server.AskAsync("SET", "a", "b");

        var refused = await scene.RefusedAsync("bgsave");

        Assert.StartsWith("BGSAVE is not available on primary.", refused.Rule, StringComparison.Ordinal);
        Assert.Contains("This is no outage.", refused.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lacking_permission_is_named_and_nothing_is_saved()
    {
        await using var scene = await RedisScene.AsUserAsync(await RedisServer.StartAsync(), "+ping", "+info", "+lastsave", "+time");
        await scene.Server.AskAsync("SET", "a", "b");

        var ran = await scene.RunAsync("bgsave");

        Assert.Contains("'bgsave'", Assert.IsType<ApplyResult.Failed>(ran.Applied).Reason, StringComparison.Ordinal);
        Assert.False(ran.Verified.Holds);
        Assert.Equal("no snapshot is newer than the plan", ran.Verified.Answer);
    }

    [Fact]
    public async Task A_plan_writes_nothing()
    {
        await using var scene = await RedisScene.StartAsync();
        await scene.Server.AskAllAsync(RedisCommand.Of("SET", "a", "b"));

        await scene.PlansOnlyReadAsync("bgsave");
    }

    private static async Task<ActionPlan> Planned(RedisScene scene) => Assert.IsType<PlanResult.Ready>(await scene.PlanAsync("bgsave")).Plan;
}
