using IncidentBot.Actions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions;

/// <summary>A change whose answer was lost is unknown until it is read back; where nothing was sent it has failed.</summary>
public sealed class LostAnswerTests
{
    private const string Command = "set-maxmemory 64mb";

    [Fact]
    public async Task A_server_that_hangs_may_take_the_change_later_and_then_it_is_read_back()
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = await ActionRig.ConnectedAsync(server, ActionRig.DefaultUser, ActionRig.Hasty);
        var plan = await rig.ReadyAsync(Command);
        server.Pause();

        var unknown = Assert.IsType<ApplyResult.Unknown>(await rig.ApplyAsync(Command, plan));
        Assert.StartsWith("The connection was lost: HUNG at command", unknown.Reason, StringComparison.Ordinal);
        Assert.False((await rig.VerifyAsync(Command, plan)).Holds);

        server.Resume();
        await Eventually.TrueAsync(async () => (await rig.VerifyAsync(Command, plan)).Holds, "it took the change after all");
    }

    [Fact]
    public async Task A_server_that_dies_after_it_has_begun_leaves_it_unknown()
    {
        await using var server = await RedisServer.StartAsync();
        await server.AskAsync("SET", "a", "b");
        await using var rig = await ActionRig.ConnectedAsync(server);
        var plan = await rig.ReadyAsync("bgsave");
        var progress = new SeenProgress(server.KillAsync);

        var unknown = Assert.IsType<ApplyResult.Unknown>(await rig.ApplyAsync("bgsave", plan, progress));

        Assert.Contains("Done until then: the snapshot has begun.", unknown.Reason, StringComparison.Ordinal);
        Assert.False((await rig.VerifyAsync("bgsave", plan)).Holds);
    }

    [Fact]
    public async Task A_server_that_is_gone_before_anything_was_sent_has_refused_it()
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = await ActionRig.ConnectedAsync(server);
        var plan = await rig.ReadyAsync(Command);
        await server.KillAsync();
        await Eventually.TrueAsync(() => rig.Target.HeldNow is null, "the bot has seen it");

        var failed = Assert.IsType<ApplyResult.Failed>(await rig.ApplyAsync(Command, plan));

        Assert.StartsWith("No connection: REFUSED at TCP", failed.Reason, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was done.", failed.Reason, StringComparison.Ordinal);
    }
}
