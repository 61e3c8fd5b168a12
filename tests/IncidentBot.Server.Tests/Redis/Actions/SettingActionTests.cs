using IncidentBot.Actions;
using IncidentBot.Redis.Actions.Memory;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions;

/// <summary>The three settings that can be changed, on real servers.</summary>
public sealed class SettingActionTests
{
    [Theory]
    [InlineData("set-maxmemory 64mb", "maxmemory", "67108864")]
    [InlineData("set-maxclients 5000", "maxclients", "5000")]
    [InlineData("set-policy allkeys-lru", "maxmemory-policy", "allkeys-lru")]
    public async Task A_setting_is_set_read_back_and_brought_back_as_it_was(string typed, string setting, string value)
    {
        await using var scene = await RedisScene.StartAsync();
        var before = await scene.SettingAsync(setting);

        var ran = await scene.RunAsync(typed);

        Assert.IsType<ApplyResult.Done>(ran.Applied);
        Assert.True(ran.Verified.Holds, ran.Verified.Answer);
        Assert.Equal(value, await scene.SettingAsync(setting));

        var undone = await scene.RunAsync(ran.Plan.Undo!);

        Assert.IsType<ApplyResult.Done>(undone.Applied);
        Assert.True(undone.Verified.Holds, undone.Verified.Answer);
        Assert.Equal(before, await scene.SettingAsync(setting));
    }

    [Theory]
    [InlineData("set-maxmemory 64mb")]
    [InlineData("set-maxclients 5000")]
    [InlineData("set-policy allkeys-lru")]
    public async Task A_plan_writes_nothing(string typed)
    {
        await using var scene = await RedisScene.StartAsync();

        await scene.PlansOnlyReadAsync(typed);
    }

    [Theory]
    [InlineData("set-maxmemory 64mb")]
    [InlineData("set-maxclients 5000")]
    [InlineData("set-policy noeviction")]
    public async Task Where_the_provider_blocks_configuration_it_is_not_available_and_no_outage(string typed)
    {
        await using var scene = await RedisScene.StartAsync("--rename-command", "CONFIG", "");

        var refused = await scene.RefusedAsync(typed);

        Assert.Contains("This is no outage.", refused.Rule, StringComparison.Ordinal);
        Assert.Equal("Use the provider's console for it.", refused.Hint);
    }

    [Theory]
    [InlineData("+config|set", "config|get")]
    [InlineData("+config|get", "config|set")]
    public async Task A_lacking_permission_is_named(string granted, string lacking)
    {
        await using var scene = await RedisScene.AsUserAsync(await RedisServer.StartAsync(), "+ping", "+info", "+client|setname", granted);

        var words = await scene.PlanAsync("set-maxclients 5000") switch
        {
            PlanResult.Refused refused => refused.Rule,
            _ => Assert.IsType<ApplyResult.Failed>((await scene.RunAsync("set-maxclients 5000")).Applied).Reason,
        };

        Assert.Contains($"no permissions to run the '{lacking}' command", words, StringComparison.Ordinal);
        Assert.Contains("This is no outage.", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set-maxmemory lots", "is no size")]
    [InlineData("set-maxmemory -1", "is no size")]
    [InlineData("set-maxmemory", "size is missing")]
    [InlineData("set-maxclients many", "is not a number from 1 to 1,000,000")]
    [InlineData("set-maxclients 4294967295", "is not a number from 1 to 1,000,000")]
    [InlineData("set-policy lru", "policy cannot be 'lru'")]
    [InlineData("set-maxmemory 64mb undo", "one argument too many")]
    [InlineData("set-maxmemory 64mb undo=undo", "one argument too many")]
    public async Task A_wrong_argument_is_told_before_anything_is_asked(string typed, string fault)
    {
        await using var scene = await RedisScene.StartAsync();

        Assert.Contains(fault, Assert.IsType<ActionReading.Wrong>(scene.Type(typed)).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_set_already_is_nothing_to_do()
    {
        await using var scene = await RedisScene.StartAsync("--maxmemory", "64mb");

        Assert.Equal("maxmemory on primary is 64 MB already.", Assert.IsType<PlanResult.Nothing>(await scene.PlanAsync("set-maxmemory 65536kb")).Why);
    }

    [Fact]
    public async Task A_setting_changed_since_the_plan_voids_it()
    {
        await using var scene = await RedisScene.StartAsync();
        var approved = Assert.IsType<PlanResult.Ready>(await scene.PlanAsync("set-maxclients 5000")).Plan;
        await scene.Server.AskAsync("CONFIG", "SET", "maxclients", "7000");

        var fresh = Assert.IsType<PlanResult.Ready>(await scene.PlanAsync("set-maxclients 5000")).Plan;

        Assert.Contains("maxclients is 7000", Assert.Single(fresh.DriftFrom(approved)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1000", 1000L)]
    [InlineData("1k", 1000L)]
    [InlineData("1kb", 1024L)]
    [InlineData("1.5GB", 1610612736L)]
    [InlineData("20b", 20L)]
    [InlineData("gb", null)]
    [InlineData("1,5gb", null)]
    [InlineData("99999999tb", null)]
    public void Sizes_are_read_as_redis_reads_them(string text, long? bytes) => Assert.Equal(bytes, MemorySize.Parse(text));
}
