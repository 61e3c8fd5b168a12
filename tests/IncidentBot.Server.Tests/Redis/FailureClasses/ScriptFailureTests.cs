using IncidentBot.Actions;
using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Sessions;
using IncidentBot.Support;

namespace IncidentBot.Redis;

public sealed class ScriptFailureTests
{
    private const string Command = "kill-script";

    [Theory]
    [MemberData(nameof(ActionRig.Users), MemberType = typeof(ActionRig))]
    public async Task An_endless_script_that_wrote_nothing_is_ended_as_the_diagnosis_says(string user)
    {
        await using var server = await RedisServer.StartAsync("--busy-reply-threshold", "100");
        await using var rig = await ActionRig.ConnectedAsync(server, user);
        await using var script = await RedisTroubles.OccupyAsync(server);

        var diagnosis = await rig.DiagnosedAsync(FailureClass.Busy);

        Assert.Equal("/redis kill-script on primary", Assert.Single(diagnosis.Next).Command);
        Assert.Equal("Would end the script that keeps primary busy.", (await rig.ReadyAsync(Command)).Summary);
        Assert.Equal("Ended the script.", await rig.DoAsync(Command));
        Assert.Contains("Script killed by user", (await script.ReadAsync(TestRedis.Token)).AsError!.Message, StringComparison.Ordinal);
        await rig.OverAsync();
        Assert.Contains("EVAL while true do", (await rig.ReadAsync("slowlog whole")).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_function_is_ended_by_its_name()
    {
        await using var server = await RedisServer.StartAsync("--busy-reply-threshold", "100");
        await server.AskAsync(
            "FUNCTION",
            "LOAD",
            "#!lua name=reports\nredis.register_function('totals', function() while true do redis.call('get', 'a') end end)");
        await using var rig = await ActionRig.ConnectedAsync(server);
        await using var function = await RedisTroubles.OccupyAsync(server, RedisCommand.Of("FCALL", "totals", 0));
        await rig.DiagnosedAsync(FailureClass.Busy);

        Assert.Matches(@"^Would end the function totals on primary, which has run for .+\.$", (await rig.ReadyAsync(Command)).Summary);
        Assert.Equal("Ended the function.", await rig.DoAsync(Command));

        await rig.OverAsync();
    }

    [Fact]
    public async Task A_script_that_has_written_cannot_be_ended_and_the_run_says_so()
    {
        await using var server = await RedisServer.StartAsync("--busy-reply-threshold", "100");
        await using var rig = await ActionRig.ConnectedAsync(server);
        await using var script = await RedisTroubles.OccupyAsync(server, "redis.call('set', 'a', 'b')");
        await rig.DiagnosedAsync(FailureClass.Busy);
        var plan = await rig.ReadyAsync(Command);
        Assert.Contains(plan.Notes, note => note.StartsWith("Whether it has written is not known", StringComparison.Ordinal));

        var failed = Assert.IsType<ApplyResult.Failed>(await rig.ApplyAsync(Command, plan));

        Assert.StartsWith("UNKILLABLE: The running script has written already", failed.Reason, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed. Wait for it to end.", failed.Reason, StringComparison.Ordinal);
        Assert.False((await rig.VerifyAsync(Command, plan)).Holds);

        // The last way out, which a person takes: all since the last save is lost.
        await server.KillAsync();
        await server.RestartAsync();
        await rig.OverAsync();
    }

    [Fact]
    public async Task What_has_ended_by_itself_is_left_alone()
    {
        await using var server = await RedisServer.StartAsync("--busy-reply-threshold", "100");
        await using var rig = await ActionRig.ConnectedAsync(server);
        var script = await RedisTroubles.OccupyAsync(server);
        var plan = await rig.ReadyAsync(Command);
        await server.AskAsync("SCRIPT", "KILL");
        await Eventually.TrueAsync(async () => (await server.AskAsync("PING")).AsError is null, "it has ended");
        await script.DisposeAsync();

        Assert.Equal("It had ended by itself.", Assert.IsType<ApplyResult.Done>(await rig.ApplyAsync(Command, plan)).Summary);

        Assert.Equal("No script keeps primary busy: it answers.", Assert.IsType<PlanResult.Nothing>(await rig.PlanAsync(Command)).Why);
    }
}
