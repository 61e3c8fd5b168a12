using IncidentBot.Actions;
using IncidentBot.Redis.Actions.Reads;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions;

public sealed class ActivityTests
{
    [Fact]
    public async Task Commands_hits_and_traffic_of_the_window_are_told()
    {
        await using var scene = await RedisScene.StartAsync();
        await scene.Server.AskAllAsync(RedisCommand.Of("SET", "sess:1", "x"), RedisCommand.Of("LPUSH", "before", "x"));
        var reading = scene.ReadAsync("activity 2");
        while (!reading.IsCompleted)
        {
            await scene.Server.AskAllAsync(RedisCommand.Of("GET", "sess:1"), RedisCommand.Of("GET", "sess:2"), RedisCommand.Of("LLEN", "sess:1"));
        }

        var report = await reading;

        Assert.Matches("^primary: [0-9,.]+ commands/s over 2 s, busy .+ of the time$", report.Answer);
        Assert.Contains(report.Evidence, line => line.EndsWith(" µs each  get", StringComparison.Ordinal));
        Assert.Contains(report.Evidence, line => line.Contains("  llen, ", StringComparison.Ordinal) && line.EndsWith(" refused", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Evidence, line => line.Contains("lpush", StringComparison.Ordinal));
        Assert.Contains(report.Evidence, line => line.StartsWith("Network: ", StringComparison.Ordinal));

        // LLEN found its key, though of the wrong type: two of three.
        Assert.Contains(
            report.Evidence,
            line => line.StartsWith("Hits: 67 % of ", StringComparison.Ordinal) || line.StartsWith("Hits: 66 % of ", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_differenced_is_sorted_by_cost_and_survives_a_reset()
    {
        var before = RedisInfo.Parse("# Commandstats\r\ncmdstat_get:calls=10,usec=100,rejected_calls=0,failed_calls=0\r\n"
            + "cmdstat_set:calls=50,usec=500\r\ncmdstat_ping:calls=3,usec=3\r\n");
        var after = RedisInfo.Parse("# Commandstats\r\ncmdstat_get:calls=30,usec=300,rejected_calls=1,failed_calls=2\r\n"
            + "cmdstat_set:calls=5,usec=40\r\ncmdstat_ping:calls=3,usec=3\r\ncmdstat_config|get:calls=1,usec=1000\r\n");

        Assert.Equal(
            [new CommandActivity("config get", 1, 1000, 0), new CommandActivity("get", 20, 200, 3), new CommandActivity("set", 5, 40, 0)],
            CommandActivity.Between(before, after));
    }

    [Theory]
    [InlineData("activity 0")]
    [InlineData("activity 31")]
    [InlineData("monitor long")]
    public async Task A_wrong_window_is_told(string typed)
    {
        await using var scene = await RedisScene.StartAsync();

        Assert.EndsWith("is not a number from 1 to 30.", Assert.IsType<ActionReading.Wrong>(scene.Type(typed)).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lacking_permission_is_named_and_no_outage()
    {
        await using var scene = await RedisScene.AsUserAsync(await RedisServer.StartAsync(), "+ping");

        var report = await scene.ReadAsync("activity 1");

        Assert.Equal(("NOPERM", true), (report.FailureClass, report.Healthy));
    }
}
