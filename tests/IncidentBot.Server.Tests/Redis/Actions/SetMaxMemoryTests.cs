using IncidentBot.Actions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions;

public sealed class SetMaxMemoryTests
{
    [Fact]
    public async Task A_full_server_takes_writes_again()
    {
        await using var scene = RedisScene.On(await RedisTroubles.OutOfMemoryAsync(("sess:", 5000, 200)));
        Assert.Equal("OOM", (await scene.Server.AskAsync("SET", "a", "b")).AsError?.Code);

        var ran = await scene.RunAsync("set-maxmemory 100mb");

        Assert.True(ran.Verified.Holds, ran.Verified.Answer);
        Assert.StartsWith("a test write is accepted; ", ran.Verified.Answer, StringComparison.Ordinal);
        Assert.Null((await scene.Server.AskAsync("SET", "a", "b")).AsError);
    }

    [Fact]
    public async Task More_than_the_host_can_bear_is_refused_with_the_reason()
    {
        await using var scene = await RedisScene.StartAsync();

        var refused = await scene.RefusedAsync("set-maxmemory 90tb");

        Assert.StartsWith("90 TB is too much for a host with ", refused.Rule, StringComparison.Ordinal);
        Assert.Contains("fork", refused.Rule, StringComparison.Ordinal);
        Assert.StartsWith("Name ", refused.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_limit_is_refused()
    {
        await using var scene = await RedisScene.StartAsync("--maxmemory", "64mb");

        Assert.Contains("0 is no limit", (await scene.RefusedAsync("set-maxmemory 0")).Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("noeviction", "every write would be refused at once")]
    [InlineData("allkeys-lru", "keys would be evicted at once (allkeys-lru)")]
    public async Task Less_than_is_in_use_is_refused_with_what_would_happen(string policy, string reason)
    {
        await using var scene = await RedisScene.StartAsync("--maxmemory-policy", policy);
        await RedisTroubles.FillAsync(scene.Server, ("sess:", 10_000, 500));

        Assert.Contains(reason, (await scene.RefusedAsync("set-maxmemory 2mb")).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_undo_may_go_back_below_what_is_in_use_and_says_so()
    {
        await using var scene = RedisScene.On(await RedisTroubles.OutOfMemoryAsync(("sess:", 5000, 200)));
        var ran = await scene.RunAsync("set-maxmemory 100mb");

        var undone = await scene.RunAsync(ran.Plan.Undo!);

        Assert.Contains(
            undone.Plan.Notes,
            note => note.Contains("because it undoes a change: writes will be refused until there is room", StringComparison.Ordinal));
        Assert.True(undone.Verified.Holds, undone.Verified.Answer);
        Assert.Contains("a test write is refused: OOM", undone.Verified.Answer, StringComparison.Ordinal);
        Assert.Equal("1048576", await scene.SettingAsync("maxmemory"));
    }

    [Fact]
    public async Task An_undo_that_evicts_says_that_keys_are_lost()
    {
        await using var scene = await RedisScene.StartAsync("--maxmemory-policy", "allkeys-lru", "--maxmemory", "3mb");
        var ran = await scene.RunAsync("set-maxmemory 100mb");
        await RedisTroubles.FillAsync(scene.Server, ("sess:", 10_000, 500));

        var plan = Assert.IsType<PlanResult.Ready>(await scene.PlanAsync(ran.Plan.Undo!)).Plan;

        Assert.StartsWith("keys are evicted at once, about ", plan.CannotBeUndone, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_replica_it_works_without_a_test_write()
    {
        await using var scene = RedisScene.On(await RedisTroubles.ReplicaWithoutMasterAsync(serveStale: true));

        var ran = await scene.RunAsync("set-maxmemory 64mb");

        Assert.True(ran.Verified.Holds, ran.Verified.Answer);
        Assert.Contains(ran.Plan.Notes, note => note.StartsWith("This is a replica", StringComparison.Ordinal));
    }
}
