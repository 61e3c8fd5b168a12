using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Permissions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis.Servers;

/// <summary>What speaks as Redis does and is none is named, and what it lacks is no outage.</summary>
public sealed class ServerKindTests
{
    [Theory]
    [InlineData("valkey_version:8.1.3\r\nserver_name:valkey\r\nredis_version:7.2.4", "Valkey 8.1.3")]
    [InlineData("dragonfly_version:df-v1.27.1\r\nredis_version:7.4.0", "Dragonfly 1.27.1")]
    [InlineData("redict_version:7.3.2\r\nredis_version:7.2.4", "Redict 7.3.2")]
    [InlineData("os:Amazon ElastiCache\r\nredis_version:7.1.0", "Amazon ElastiCache")]
    [InlineData("redis_version:6.3.4\r\nmvcc_depth:0", "KeyDB 6.3.4")]
    [InlineData("server_name:somekv\r\nredis_version:7.2.4", "somekv")]
    public async Task A_server_that_is_not_Redis_itself_is_named(string fields, string expected)
    {
        await using var server = await RedisServer.StartAsync();
        await using var other = WithInfo(server, info => $"{info}\r\n# Other\r\n{fields}\r\n");
        await using var bot = new WholeCatalogue(other.Url);

        var report = await bot.ReadAsync("redis.diagnose");

        Assert.StartsWith($"primary is well: {expected}, PONG in ", report.Answer, StringComparison.Ordinal);
        Assert.Contains(report.Evidence, line => line.StartsWith($"This is {expected}, not Redis itself", StringComparison.Ordinal));
        Assert.True(report.Healthy);
        Assert.Contains((await bot.ReadAsync("redis.ping")).Evidence, line => line.StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Redis_itself_is_not_told_what_it_is()
    {
        await using var server = await RedisServer.StartAsync();
        await using var bot = new WholeCatalogue(server.Url);

        Assert.DoesNotContain("not Redis itself", (await bot.ReadAsync("redis.diagnose")).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replica_of_KeyDB_that_takes_writes_too_is_no_read_only_one()
    {
        await using var server = await RedisServer.StartAsync();
        await using var other = WithInfo(server, info => info.Replace(
            "role:master",
            "role:active-replica\r\nmaster_host:10.0.0.8\r\nmaster_port:6379\r\nmaster_link_status:up",
            StringComparison.Ordinal));
        await using var bot = new WholeCatalogue(other.Url);

        var diagnosis = await bot.ReadAsync("redis.diagnose");
        var replication = await bot.ReadAsync("redis.replication");

        Assert.True(diagnosis is { Healthy: true, FailureClass: null }, diagnosis.Answer);
        Assert.StartsWith("primary is well: KeyDB ", diagnosis.Answer, StringComparison.Ordinal);
        Assert.True(replication.Healthy);
        Assert.Equal("primary is an active replica of 10.0.0.8: it takes writes too, as KeyDB's masters do", replication.Answer);
    }

    [Fact]
    public async Task A_sentinels_port_is_named_as_that_with_the_master_it_watches()
    {
        await using var server = await RedisServer.StartAsync();
        await using var sentinel = await SentinelServer.StartAsync("orders", server.Port, quorum: 1);
        await using var bot = new WholeCatalogue(sentinel.Url);

        var report = await bot.ReadAsync("redis.diagnose");

        Assert.Equal($"primary is a sentinel, no Redis with data: it watches orders at 127.0.0.1:{server.Port}.", report.Answer);
        Assert.Equal((FailureClass.Sentinel.Text().Name, false), (report.FailureClass, report.Healthy));
        Assert.Contains(report.Steps, step => step.StartsWith("Put the master's address into Url of this target", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_proxy_that_knows_no_INFO_is_taken_for_one()
    {
        await using var server = await RedisServer.StartAsync();
        await using var envoy = new RespProxy(server.Port, typed => typed.Split(' ')[0].ToUpperInvariant() is "PING" or "GET" or "SET"
            ? null
            : new RespValue.Error($"ERR unknown command '{typed.Split(' ')[0]}', with args beginning with: "));
        await using var bot = new WholeCatalogue(envoy.Url);

        var report = await bot.ReadAsync("redis.diagnose");

        Assert.Equal("primary answers PING and offers no INFO: a proxy in front of Redis, or a service that hides how it does.", report.Answer);
        Assert.True(report is { Healthy: true, FailureClass: null });
    }

    [Fact]
    public async Task A_proxy_that_hangs_up_on_what_it_does_not_know_is_no_server_that_is_gone()
    {
        await using var server = await RedisServer.StartAsync();
        await using var twemproxy = new RespProxy(
            server.Port,
            typed => typed.Split(' ')[0].ToUpperInvariant() is "PING" or "GET" or "SET" ? null : RespProxy.HangUp);
        await using var bot = new WholeCatalogue(twemproxy.Url);

        var report = await bot.ReadAsync("redis.diagnose");

        Assert.Equal(
            "primary answers PING and hangs up on what it does not know: a proxy in front of Redis, or a service that hides how it does.",
            report.Answer);
        Assert.True(report is { Healthy: true, FailureClass: null });
    }

    private static RespProxy WithInfo(RedisServer server, Func<string, string> change) => new(server.Port, typed =>
        typed.StartsWith("INFO", StringComparison.OrdinalIgnoreCase)
            ? new RespValue.Text(change(server.AskAsync("INFO", "everything").GetAwaiter().GetResult().AsString()!))
            : null);
}
