using IncidentBot.Redis.Actions.Reads;
using IncidentBot.Redis.Sessions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions;

public sealed class MonitorTests
{
    [Fact]
    public async Task Unless_the_target_allows_it_nothing_is_asked_of_the_server()
    {
        await using var scene = await RedisScene.StartAsync();

        var report = await scene.ReadAsync("monitor");

        Assert.Equal("MONITOR is not allowed on primary", report.Answer);
        Assert.Contains(report.Evidence, line => line.Contains("Targets:primary:AllowMonitor=true", StringComparison.Ordinal));
        Assert.Equal("/redis activity on primary", Assert.Single(report.Next).Command);
        Assert.DoesNotContain("cmdstat_monitor", (await scene.Server.AskAsync("INFO", "commandstats")).AsString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_and_prefixes_are_counted_and_values_never_shown()
    {
        await using var scene = RedisScene.On(await RedisServer.StartAsync(), "Targets:primary:AllowMonitor=true");
        var reading = scene.ReadAsync("monitor 2");
        while (!reading.IsCompleted)
        {
            await scene.Server.AskAllAsync(
                RedisCommand.Of("SET", "sess:secret-id", "secret-value"),
                RedisCommand.Of("GET", "secret-plain-key"),
                RedisCommand.Of("EVAL", "return 'secret-script'", 0),
                RedisCommand.Of("PUBLISH", "secret-channel", "secret-message"));
        }

        var report = await reading;

        Assert.Matches("^primary: [0-9,]+ commands in 2[.][0-9] s$", report.Answer);
        Assert.All(
            ["  set sess:*", "  get (no colon)", "  eval", "  publish"],
            expected => Assert.Contains(report.Evidence, line => line.EndsWith(expected, StringComparison.Ordinal)));
        Assert.DoesNotContain(report.Evidence.Append(report.Answer), line => line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lacking_permission_is_named_and_no_outage()
    {
        await using var scene = await RedisScene.AsUserAsync(await RedisServer.StartAsync(), ["Targets:primary:AllowMonitor=true"], ["+ping"]);

        var report = await scene.ReadAsync("monitor 1");

        Assert.Equal(("NOPERM", true), (report.FailureClass, report.Healthy));
        Assert.Contains(report.Evidence, line => line.Contains("'monitor'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1700000000.123456 [0 127.0.0.1:50000] \"SET\" \"sess:1\" \"v\"", "set sess:*")]
    [InlineData("1700000000.123456 [0 lua] \"hset\" \"bull:mail:7\" \"a\" \"b\"", "hset bull:mail:*")]
    [InlineData("1700000000.123456 [3 [::1]:50000] \"get\" \"a:1\"", "get a:*")]
    [InlineData("1700000000.123456 [0 unix:/run/redis.sock] \"get\" \"a\\\"b:1\"", "get a\\\"b:*")]
    [InlineData("1700000000.123456 [0 127.0.0.1:5] \"eval\" \"return 1\" \"0\"", "eval")]
    [InlineData("1700000000.123456 [0 127.0.0.1:5] \"ping\"", "ping")]
    public void A_line_becomes_its_command_and_prefix(string line, string what)
    {
        var tally = new MonitorTally();

        tally.Add(line);

        Assert.Equal([(what, 1L)], tally.Largest);
    }

    [Theory]
    [InlineData("")]
    [InlineData("OK")]
    [InlineData("1700000000.123456 [0 127.0.0.1:5] secret")]
    public void What_is_no_such_line_is_only_counted(string line)
    {
        var tally = new MonitorTally();

        tally.Add(line);

        Assert.Equal((1, 0), (tally.Lines, tally.Largest.Count()));
    }
}
