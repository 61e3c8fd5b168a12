using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Probe;
using IncidentBot.Redis.Sessions;
using IncidentBot.Support;

namespace IncidentBot.Redis;

/// <summary>Which kind of session is opened when.</summary>
public sealed class RedisSessionsTests
{
    [Fact]
    public async Task Every_user_gets_the_library()
    {
        await using var server = await RedisServer.StartAsync();
        await server.AskAsync("ACL", "SETUSER", "triage", "on", ">p", "~*", "+@all");
        await server.AskAsync("CONFIG", "SET", "requirepass", "p");

        await ExpectAsync<StackExchangeSession>(server.UrlWith(":p"));
        await ExpectAsync<StackExchangeSession>(server.UrlWith("default:p"));
        await ExpectAsync<StackExchangeSession>(server.UrlWith("triage:p"));
    }

    [Fact]
    public async Task Ipv6_gets_the_library()
    {
        await using var server = await RedisServer.StartAsync();

        await ExpectAsync<StackExchangeSession>($"redis://[::1]:{server.Port}");
    }

    [Fact]
    public async Task A_unix_socket_gets_the_library()
    {
        await using var server = await RedisServer.StartAsync(RedisServer.OverSocket);

        await ExpectAsync<StackExchangeSession>($"unix://{server.SocketPath}");
    }

    [Fact]
    public async Task A_replica_gets_our_own_because_the_library_sends_it_no_writes()
    {
        await using var server = await RedisServer.StartAsync("--replicaof", "127.0.0.1", $"{FreePort.Next()}");

        await ExpectAsync<RespSession>(server.Url);
    }

    [Fact]
    public async Task Who_may_not_read_the_role_gets_our_own()
    {
        await using var server = await RedisServer.StartAsync();
        await server.AskAsync("ACL", "SETUSER", "triage", "on", ">p", "~*", "+@all", "-info");

        await ExpectAsync<RespSession>(server.UrlWith("triage:p"));
    }

    [Fact]
    public async Task A_cluster_node_gets_our_own_because_the_library_would_talk_to_the_other_nodes()
    {
        await using var server = await RedisServer.StartAsync("--cluster-enabled", "yes");

        await ExpectAsync<RespSession>(server.Url);
    }

    [Fact]
    public async Task A_server_that_is_loading_gets_our_own_and_can_be_read()
    {
        await using var server = await RedisTroubles.LoadingAsync();
        await using var session = await OpenAsync(server.Url);

        Assert.IsType<RespSession>(session);
        Assert.True((await RedisInfo.ReadAsync(session, TestRedis.Token)).Persistence.Loading);
    }

    [Fact]
    public async Task A_busy_server_gets_our_own_and_its_script_can_be_stopped()
    {
        var (server, script) = await RedisTroubles.BusyAsync();
        await using var _ = server;
        await using var __ = script;
        await using var session = await OpenAsync(server.Url);

        Assert.Equal("OK", (await session.ExecuteAsync("SCRIPT", ["KILL"], TestRedis.Token)).AsString());
        Assert.Contains("Script killed", (await script.ReadAsync(TestRedis.Token)).AsError?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_place_of_a_full_server_is_kept()
    {
        await using var server = await RedisServer.StartAsync("--maxclients", "5");
        var taken = await RedisTroubles.FillClientsAsync(server);
        await taken[0].DisposeAsync();
        await using var session = await OpenWhenThereIsRoomAsync(server.Url);

        Assert.IsType<RespSession>(session);
        Assert.Equal("PONG", (await session.PingAsync(TestRedis.Token)).AsString());
        Assert.Equal(5, taken.Count);
    }

    [Fact]
    public async Task A_dead_server_says_why()
    {
        var refused = await Assert.ThrowsAsync<RedisUnavailableException>(() => OpenAsync($"redis://127.0.0.1:{FreePort.Next()}"));

        Assert.Equal((FailureClass.Refused, ConnectStage.Tcp), (refused.Failure.Class, refused.Failure.Stage));
    }

    private static async Task<IRedisSession> OpenWhenThereIsRoomAsync(string url)
    {
        IRedisSession? session = null;
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    session = await OpenAsync(url);
                    return true;
                }
                catch (RedisUnavailableException e) when (e.Failure.Class == FailureClass.MaxClients)
                {
                    return false;
                }
            },
            "the server has noticed that a client left");
        return session!;
    }

    private static async Task ExpectAsync<T>(string url)
    {
        await using var session = await OpenAsync(url);
        Assert.IsType<T>(session);
        Assert.Equal("PONG", (await session.PingAsync(TestRedis.Token)).AsString());
    }

    private static Task<IRedisSession> OpenAsync(string url) =>
        new RedisSessions(RedisEndpoint.Parse(url), new RedisTls(), TestRedis.Patient, TimeProvider.System).OpenAsync(TestRedis.Token);
}
