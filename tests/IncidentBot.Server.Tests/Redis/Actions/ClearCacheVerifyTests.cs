using IncidentBot.Redis.Info;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions;

public sealed class ClearCacheVerifyTests
{
    private const string Command = "clear-cache rl:*";

    [Fact]
    public async Task Keys_that_are_left_do_not_hold_and_are_counted()
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 2000, 10));
        await using var rig = await ActionRig.ConnectedAsync(server);

        var verified = await rig.VerifyAsync(Command, await rig.ReadyAsync(Command));

        Assert.False(verified.Holds);
        Assert.Equal("2,000 keys still match rl:*", verified.Answer);
    }

    [Fact]
    public async Task A_tenth_may_have_been_written_since()
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 2000, 10));
        await using var rig = await ActionRig.ConnectedAsync(server);
        var plan = await rig.ReadyAsync(Command);
        await rig.ApplyAsync(Command, plan);

        await RedisTroubles.FillAsync(server, ("rl:new:", 200, 10));
        var few = await rig.VerifyAsync(Command, plan);
        Assert.True(few.Holds, few.Answer);
        Assert.Contains("200 keys match rl:* now", few.Answer, StringComparison.Ordinal);

        await server.AskAsync("SET", "rl:one more", "x");
        Assert.False((await rig.VerifyAsync(Command, plan)).Holds);
    }

    [Fact]
    public async Task A_refused_test_write_does_not_hold()
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 2000, 10), ("sess:", 20_000, 100));
        await using var rig = await ActionRig.ConnectedAsync(server);
        var plan = await rig.ReadyAsync(Command);
        await rig.ApplyAsync(Command, plan);
        await server.AskAsync("CONFIG", "SET", "maxmemory", "1mb");

        var verified = await rig.VerifyAsync(Command, plan);

        Assert.False(verified.Holds);
        Assert.StartsWith("a test write is refused: OOM command not allowed", verified.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Memory_that_is_still_too_full_does_not_hold()
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 2000, 10), ("sess:", 20_000, 500));
        await using var rig = await ActionRig.ConnectedAsync(server);
        var plan = await rig.ReadyAsync(Command);
        await rig.ApplyAsync(Command, plan);
        await NearlyFullAsync(server);

        var verified = await rig.VerifyAsync(Command, plan);

        Assert.False(verified.Holds);
        Assert.Matches(@"^memory is still too full: \S+ MB of \S+ MB used \(9\d %\), noeviction$", verified.Answer);
    }

    [Fact]
    public async Task Memory_freed_in_the_background_is_waited_for()
    {
        await using var server = await RedisServer.StartAsync();
        await server.AskAsync("EVAL", "for i = 1, 40 do for j = 1, 20000 do redis.call('sadd', 'rl:' .. i, j .. ':' .. i) end end", 0);
        await server.AskAsync("CONFIG", "SET", "maxmemory", "8mb");
        await using var rig = await ActionRig.ConnectedAsync(server);
        var plan = await rig.ReadyAsync(Command);
        await rig.ApplyAsync(Command, plan);

        var verified = await rig.VerifyAsync(Command, plan);

        Assert.True(verified.Holds, verified.Answer);
    }

    [Theory]
    [InlineData("refused", "REFUSED")]
    [InlineData("hung", "HUNG")]
    public async Task A_server_that_cannot_be_read_does_not_hold(string fault, string named)
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 10, 10));
        await using var rig = await ActionRig.ConnectedAsync(server, ActionRig.DefaultUser, ActionRig.Hasty);
        var plan = await rig.ReadyAsync(Command);
        if (fault == "hung")
        {
            server.Pause();
        }
        else
        {
            await server.KillAsync();
            await Eventually.TrueAsync(() => rig.Target.HeldNow is null, "the bot has seen it");
        }

        var verified = await rig.VerifyAsync(Command, plan);

        Assert.False(verified.Holds);
        Assert.StartsWith($"primary cannot be read: {named} at ", verified.Answer, StringComparison.Ordinal);
    }

    /// <summary>So much memory that what is in use is about 93 % of it.</summary>
    internal static async Task NearlyFullAsync(RedisServer server)
    {
        var memory = RedisInfo.Parse((await server.AskAsync("INFO", "memory")).AsString()!).Memory;
        Assert.Equal("OK", (await server.AskAsync("CONFIG", "SET", "maxmemory", (memory.Used!.Value - (memory.NotCounted ?? 0)) * 107 / 100)).AsString());
    }
}
