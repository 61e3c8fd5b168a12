using IncidentBot.Redis.Actions;
using IncidentBot.Support;

namespace IncidentBot.Redis;

/// <summary>No outage: a warning that says what everybody waited for.</summary>
public sealed class LatencyFailureTests
{
    [Fact]
    public async Task A_slow_command_is_a_warning_and_the_slow_log_names_it()
    {
        await using var server = await RedisServer.StartAsync("--latency-monitor-threshold", "5", "--slowlog-log-slower-than", "5000");
        await using var rig = await ActionRig.ConnectedAsync(server);
        await server.AskAsync("EVAL", "local sum = 0 for i = 1, 3000000 do sum = sum + i end return sum", 0);

        var diagnosis = await rig.ReadAsync("diagnose");

        Assert.Contains(diagnosis.Evidence, line => line.StartsWith("Watch: A slow command made everybody wait ", StringComparison.Ordinal));
        diagnosis.AssertReadable(rig);
        Assert.Contains((await rig.ReadAsync("latency")).Evidence, line => line.StartsWith("command: last ", StringComparison.Ordinal));
        Assert.Contains("EVAL local sum", (await rig.ReadAsync("slowlog whole")).Text(), StringComparison.Ordinal);
        await rig.OverAsync();
    }

    [Fact]
    public async Task A_fork_that_takes_long_is_a_warning()
    {
        await using var server = await RedisServer.StartAsync("--latency-monitor-threshold", "1", "--enable-debug-command", "yes");
        await using var rig = await ActionRig.ConnectedAsync(server);
        await server.AskAsync("DEBUG", "POPULATE", 500_000, "key", 100);
        await Eventually.TrueAsync(
            async () =>
            {
                await server.AskAsync("BGSAVE");
                return (await server.AskAsync("LATENCY", "LATEST")).AsItems().Any(delay => delay.AsItems()[0].AsString() == "fork");
            },
            "a fork took a millisecond");
        await server.AskAsync("SLOWLOG", "RESET");

        var diagnosis = await rig.ReadAsync("diagnose");

        Assert.Contains(diagnosis.Evidence, line => line.StartsWith("Watch: A fork made everybody wait ", StringComparison.Ordinal));
        diagnosis.AssertReadable(rig);
        await rig.OverAsync();
    }
}
