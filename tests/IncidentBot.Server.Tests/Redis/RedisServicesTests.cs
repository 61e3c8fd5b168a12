using IncidentBot.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace IncidentBot.Redis;

public sealed class RedisServicesTests
{
    [Theory]
    [InlineData("primary=redis://127.0.0.1:6379")]
    [InlineData("primary=redis://127.0.0.1:6379", "Targets:primary:Caches:0:Pattern=rl:*")]
    [InlineData("primary=redis://:***@cache:6379", "REDIS_URL=redis://:pw@cache")]
    [InlineData("primary=redis://a:6379", "Targets:primary:Url=redis://a", "REDIS_URL=redis://b")]
    [InlineData("other=redis://a:6379", "Targets:other:Url=redis://a")]
    [InlineData("other=redis://a:6379", "Targets:other:Url=redis://a", "Targets:primary:Caches:0:Pattern=rl:*")]
    [InlineData("other=redis://a:6379 primary=redis://127.0.0.1:6379", "Targets:other:Url=redis://a", "Targets:primary:QueuePrefix=jobs")]
    [InlineData(
        "other=redis://a:6379 primary=redis://b:6379",
        "Targets:other:Url=redis://a",
        "Targets:primary:Caches:0:Pattern=rl:*",
        "REDIS_URL=redis://b")]
    [InlineData("other=redis://a:6379 primary=redis://b:6379", "Targets:other:Url=redis://a", "REDIS_URL=redis://b")]
    public async Task Targets_come_from_the_settings_or_the_environment(string expected, params string[] settings)
    {
        await using var services = Services(settings);

        var targets = services.GetRequiredService<RedisTargets>().All.OrderBy(target => target.Name, StringComparer.Ordinal);

        Assert.Equal(expected, string.Join(' ', targets.Select(target => $"{target.Name}={target.Endpoint}")));
    }

    [Fact]
    public async Task Names_do_not_mind_case_and_an_unknown_one_lists_those_there_are()
    {
        await using var services = Services("Targets:primary:Url=redis://a", "Targets:Sessions:Url=redis://b");
        var targets = services.GetRequiredService<RedisTargets>();

        Assert.True(targets.TryGet("sessions", out var target, out _));
        Assert.Equal("b", target.Endpoint.Host);
        Assert.False(targets.TryGet("cache", out _, out var unknown));
        Assert.Equal("No Redis target is called \"cache\". There is: Sessions, primary.", unknown);
    }

    [Theory]
    [InlineData("Targets:primary:Url: Redis URL: the URL does not start with redis://", "Targets:primary:Url=127.0.0.1:6379")]
    [InlineData("Targets:other:Url: Redis URL:", "Targets:other:TlsServerName=x")]
    [InlineData("Targets:primary:TlsCaFile: there is no file /nonexistent", "Targets:primary:Url=rediss://a", "Targets:primary:TlsCaFile=/nonexistent")]
    [InlineData("Redis:ConnectTimeout is '00:00:00'. Expected a time from 10ms to 5m.", "Redis:ConnectTimeout=00:00:00")]
    [InlineData(
        "Targets:primary:Sentinels:0: Redis URL: the URL does not start with redis://",
        "Targets:primary:Sentinels:0=127.0.0.1:26379",
        "Targets:primary:MasterName=mymaster")]
    [InlineData(
        "Targets:primary:Sentinels:0: Redis URL: the port is not a number",
        "Targets:primary:Sentinels:0=redis://:secret@a:x",
        "Targets:primary:MasterName=mymaster")]
    [InlineData(
        "Targets:primary:Sentinels:0 names a database. Expected host and port alone",
        "Targets:primary:Sentinels:0=redis://a:26379/2",
        "Targets:primary:MasterName=mymaster")]
    [InlineData("Targets:primary:MasterName is missing. Expected the name that its sentinels use", "Targets:primary:Sentinels:0=redis://a:26379")]
    [InlineData("Targets:primary:MasterName is set without Sentinels", "Targets:primary:MasterName=mymaster")]
    [InlineData("Targets:primary:Nodes:0: Redis URL:", "Targets:primary:Nodes:0=nowhere")]
    [InlineData("Targets:primary:ReachedAt is 'here'. Expected host:port", "Targets:primary:ReachedAt=here")]
    [InlineData("Targets:primary:Nodes:0: it is a unix socket. Expected the host and port", "Targets:primary:Nodes:0=unix:///run/redis.sock")]
    [InlineData(
        "Targets:primary:Url names a unix socket, which sentinels and nodes do not know it by",
        "Targets:primary:Url=unix:///run/redis.sock",
        "Targets:primary:Nodes:0=redis://a")]
    [InlineData(
        "Targets:other:Url names a unix socket, which its other half of the pair cannot reach. Expected Targets:other:ReachedAt",
        "Targets:primary:Standby=other",
        "Targets:other:Url=unix:///run/redis.sock")]
    [InlineData("Targets:primary:Standby is 'primary', which is the target itself", "Targets:primary:Standby=primary")]
    [InlineData("Targets:primary:Standby is 'other', which is no target. There is: primary.", "Targets:primary:Standby=other")]
    [InlineData("which has a standby itself", "Targets:primary:Standby=other", "Targets:other:Url=redis://b", "Targets:other:Standby=primary")]
    [InlineData(
        "which is the standby of another target too",
        "Targets:primary:Standby=c",
        "Targets:b:Url=redis://b",
        "Targets:b:Standby=c",
        "Targets:c:Url=redis://c")]
    public async Task A_wrong_setting_stops_the_start_and_says_what_was_expected(string message, params string[] settings)
    {
        using var host = Host(settings);

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestRedis.Token));

        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_without_credentials_has_those_of_its_target_and_a_sentinel_never()
    {
        await using var services = Services(
            "Targets:primary:Url=redis://bot:pw@a",
            "Targets:primary:Nodes:0=redis://b",
            "Targets:primary:Nodes:1=redis://other:own@c",
            "Targets:primary:Sentinels:0=redis://d",
            "Targets:primary:MasterName=m");
        var peers = services.GetRequiredService<RedisTargets>().Primary().Peers;

        Assert.Equal([("bot", "pw"), ("other", "own")], peers.Nodes.Select(node => (node.Endpoint.User, node.Endpoint.Password)));
        Assert.Null(Assert.Single(peers.Sentinels).Endpoint.Password);
    }

    [Fact]
    public async Task The_application_starts_at_once_beside_dead_hung_and_unreachable_servers()
    {
        await using var hung = await RedisServer.StartAsync();
        hung.Pause();
        using var full = await FullBacklog.CreateAsync();
        using var host = Host(
            $"Targets:dead:Url=redis://127.0.0.1:{FreePort.Next()}",
            $"Targets:hung:Url={hung.Url}",
            $"Targets:far:Url={full.Url}",
            "Targets:lost:Url=redis://no-such-host.invalid",
            "Redis:ConnectTimeout=00:01:00",
            "Redis:ReadTimeout=00:01:00");
        var started = TimeProvider.System.GetTimestamp();

        await host.StartAsync(TestRedis.Token);

        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0, 30);
        await host.StopAsync(TestRedis.Token);
    }

    [Fact]
    public async Task The_held_connections_open_with_the_application()
    {
        await using var server = await RedisServer.StartAsync();
        using var host = Host($"REDIS_URL={server.Url}");

        await host.StartAsync(TestRedis.Token);

        var target = host.Services.GetRequiredService<RedisTargets>().Primary();
        await Eventually.TrueAsync(() => target.HeldNow is not null, "the held connection is open");
        await host.StopAsync(TestRedis.Token);
    }

    private static ServiceProvider Services(params string[] settings) => new ServiceCollection()
        .AddLogging()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(Pairs(settings)).Build())
        .AddRedis()
        .BuildServiceProvider();

    private static IHost Host(params string[] settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(Pairs(settings));
        builder.Services.AddRedis();
        return builder.Build();
    }

    private static IEnumerable<KeyValuePair<string, string?>> Pairs(string[] settings) =>
        settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1]));
}
