using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis;

public sealed class RespSessionTests : RedisSessionContract
{
    [Fact]
    public async Task An_error_inside_a_list_is_a_value_too()
    {
        await using var server = await RedisServer.StartAsync();
        await using var session = await OpenAsync(server.Url);

        Assert.Equal(
            new RespValue.Items([new RespValue.Integer(1), new RespValue.Error("OOPS inside"), new RespValue.Text("a")]),
            await session.ExecuteAsync("EVAL", ["return {1, redis.error_reply('OOPS inside'), 'a'}", 0], TestRedis.Token));
    }

    [Fact]
    public async Task A_replica_refuses_writes_in_its_own_words()
    {
        await using var master = await RedisServer.StartAsync();
        await using var replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", $"{master.Port}");
        await using var session = await OpenAsync(replica.Url);

        Assert.Equal(FailureClass.ReadOnly, (await session.ExecuteAsync("SET", ["key", "value"], TestRedis.Token)).AsError?.Class);
    }

    [Fact]
    public async Task A_cluster_names_the_node_that_has_the_key_and_nobody_follows()
    {
        await using var server = await RedisServer.StartAsync("--cluster-enabled", "yes", "--cluster-require-full-coverage", "no");
        await using var other = await RedisServer.StartAsync("--cluster-enabled", "yes");
        await server.AskAsync("CLUSTER", "ADDSLOTSRANGE", 0, 8191);
        await other.AskAsync("CLUSTER", "ADDSLOTSRANGE", 8192, 16383);
        await server.AskAsync("CLUSTER", "MEET", "127.0.0.1", other.Port, other.ClusterPort);
        await Eventually.TrueAsync(async () => (await server.AskAsync("GET", "a")).AsError?.Code == "MOVED", "the nodes know each other");
        await using var session = await OpenAsync(server.Url);

        var moved = (await session.ExecuteAsync("GET", ["a"], TestRedis.Token)).AsError!;

        Assert.Equal(FailureClass.ClusterRedirect, moved.Class);
        Assert.Contains($"127.0.0.1:{other.Port}", moved.Message, StringComparison.Ordinal);
    }

    private protected override async Task<IRedisSession> OpenAsync(RedisEndpoint endpoint, RedisTls tls, RedisOptions options) =>
        await new RedisSessions(endpoint, tls, options, TimeProvider.System).OpenRespAsync(TestRedis.Token);
}
