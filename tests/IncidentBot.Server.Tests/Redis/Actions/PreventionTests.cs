using IncidentBot.Redis.Actions.Reads;
using IncidentBot.Redis.Actions.Settings;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions;

public sealed class PreventionTests
{
    [Fact]
    public async Task A_server_as_it_comes_is_scored_and_what_to_fix_comes_first()
    {
        await using var scene = await RedisScene.StartAsync("--protected-mode", "no", "--tcp-keepalive", "0");
        await scene.Server.AskAsync("HSET", "bull:email:meta", "version", "bullmq:5.81.5");

        var report = await scene.ReadAsync("prevention");

        Assert.False(report.Healthy);
        Assert.Equal("primary: 3 of 10 are as they should be; fix first: snapshots", report.Answer);
        Assert.Equal(
            [
                "FIX   Snapshots: none are scheduled; expected every 15 minutes at least, or the append-only file",
                "FIX   Append-only file: off: a crash loses what is newer than the last snapshot; expected on",
                "FIX   Memory limit: none: it grows until the kernel ends it; expected a limit (/redis set-maxmemory)",
                "FIX   Replica: none: the loss of this host is an outage; expected one at least, 1 s behind at most (/redis replication)",
                "FIX   TCP keep-alive: off: dead clients keep their places; expected 1 to 300 s",
                "FIX   Latency monitor: off: nothing is recorded; expected on, from 100 ms for example",
                "FIX   Access: anybody who reaches the port gets in; expected a password, or protected mode",
                "ok    Eviction: noeviction",
            ],
            report.Evidence.Take(8));
    }

    [Theory]
    [InlineData("noeviction", "writes are refused")]
    [InlineData("allkeys-lru", "keys are evicted")]
    public async Task Memory_that_is_full_comes_before_everything_that_is_wrong_as_well(string policy, string effect)
    {
        await using var scene = RedisScene.On(await RedisTroubles.OutOfMemoryAsync(("rl:", 20_000, 100)));
        await scene.Server.AskAsync("CONFIG", "SET", "maxmemory-policy", policy);

        var report = await scene.ReadAsync("prevention");

        Assert.Matches(
            $@"^primary: \d of \d+ are as they should be; fix first: memory, which is full \(\d+ % of 1 MB\): {effect} \(/redis memory\)$",
            report.Answer);
        Assert.Matches($@"^FIX   Memory in use: \d+ % of 1 MB: {effect}; expected under 80 %$", report.Evidence[0]);
        Assert.StartsWith("FIX   Snapshots", report.Evidence[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_as_it_should_be_passes()
    {
        await using var scene = await RedisScene.StartAsync(
            "--save", "900 1", "--appendonly", "yes", "--maxmemory", "100mb", "--latency-monitor-threshold", "100");
        await using var replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", $"{scene.Server.Port}");
        await scene.Server.AskAsync("SADD", "rq:queues", "rq:queue:default");
        await Eventually.TrueAsync(
            async () => (await scene.Server.AskAsync("INFO", "replication")).AsString()!.Contains("state=online", StringComparison.Ordinal),
            "the replica follows");

        var report = await scene.ReadAsync("prevention");

        Assert.True(report.Healthy, string.Join('\n', report.Evidence));
        Assert.Equal("primary: 11 of 11 are as they should be", report.Answer);
    }

    [Fact]
    public async Task Eviction_over_queues_and_their_time_out_are_found()
    {
        await using var scene = await RedisScene.StartAsync("--maxmemory-policy", "allkeys-lru", "--timeout", "60");
        await scene.Server.AskAsync("RPUSH", "bull:email:wait", "1");

        var lines = (await scene.ReadAsync("prevention")).Evidence;

        Assert.Contains(
            lines,
            line => line.StartsWith(
                "FIX   Eviction: allkeys-lru over queues, BullMQ (bull:email:*): it destroys them; expected noeviction over queues",
                StringComparison.Ordinal));
        Assert.Contains("FIX   Idle time-out: 60 s; expected 0 with queues: workers are idle while they work", lines);
    }

    [Fact]
    public async Task Without_queues_they_are_not_counted()
    {
        await using var scene = await RedisScene.StartAsync("--maxmemory-policy", "allkeys-lru", "--timeout", "60");

        var lines = (await scene.ReadAsync("prevention")).Evidence;

        Assert.Contains("–     Eviction: allkeys-lru; no queue was found", lines);
        Assert.Contains("–     Idle time-out: no queue was found", lines);
    }

    [Theory]
    [InlineData("–     Takeover: the settings name no Sentinels, Nodes or Standby")]
    [InlineData("ok    Takeover: other stands by (/redis standby)", "Targets:primary:Standby=other", "Targets:other:Url=redis://127.0.0.1:1")]
    [InlineData(
        "ok    Takeover: 3 sentinels watch it (/redis sentinels)",
        "Targets:primary:MasterName=m",
        "Targets:primary:Sentinels:0=redis://a",
        "Targets:primary:Sentinels:1=redis://b",
        "Targets:primary:Sentinels:2=redis://c")]
    [InlineData(
        "FIX   Takeover: 1 sentinel is in the settings: with one lost there is no majority; expected three sentinels at least, a cluster, or a standby",
        "Targets:primary:MasterName=m",
        "Targets:primary:Sentinels:0=redis://a")]
    public async Task Who_takes_over_is_read_from_the_settings(string line, params string[] settings)
    {
        await using var scene = RedisScene.On(await RedisServer.StartAsync(), settings);

        Assert.StartsWith(line, string.Join(' ', (await scene.ReadAsync("prevention on primary")).Evidence
            .SkipWhile(one => !one.Contains("Takeover", StringComparison.Ordinal))
            .Take(2)
            .Select(one => one.Trim())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_configuration_is_blocked_it_says_so_and_does_not_count_it()
    {
        await using var scene = await RedisScene.StartAsync("--rename-command", "CONFIG", "", "--rename-command", "ACL", "", "--appendonly", "yes");

        var report = await scene.ReadAsync("prevention");

        Assert.All(
            ["TCP keep-alive", "Idle time-out", "Latency monitor", "Access"],
            name => Assert.Contains($"–     {name}: {(name == "Idle time-out" ? "no queue was found" : "not readable here")}", report.Evidence));
        Assert.Contains("ok    Snapshots: the append-only file is on", report.Evidence);
        Assert.Contains(report.Evidence, line => line.EndsWith("could not be read or do not apply, and are not counted.", StringComparison.Ordinal));
        Assert.Null(report.FailureClass);
    }

    [Fact]
    public async Task A_user_who_may_only_read_the_basics_gets_what_can_be_had()
    {
        await using var scene = await RedisScene.AsUserAsync(await RedisServer.StartAsync(), "+ping", "+info");

        var report = await scene.ReadAsync("prevention");

        Assert.Matches("^primary: [0-9] of [0-9] are as they should be; fix first: ", report.Answer);
        Assert.Contains("–     Access: not readable here", report.Evidence);
    }

    [Fact]
    public async Task The_password_is_required_or_not_as_the_default_user_says()
    {
        await using var server = await RedisServer.StartAsync("--requirepass", "hunter2", "--protected-mode", "no");
        await using var session = await new RedisSessions(
            RedisEndpoint.Parse(server.UrlWith(":hunter2")),
            new RedisTls(),
            TestRedis.Patient,
            TimeProvider.System).OpenAsync(TestRedis.Token);

        var checks = PreventionChecks.Of(
            await RedisInfo.ReadAsync(session, TestRedis.Token),
            await ConfigSetting.ReadAllAsync(session, PreventionChecks.Settings, TestRedis.Token),
            null,
            await session.ExecuteAsync(RedisCommand.Of("ACL", "GETUSER", "default"), TestRedis.Token));

        Assert.Contains("ok    Access: a password is required", checks.Select(check => check.ToString()));
    }
}
