using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Sessions;
using IncidentBot.Support;

namespace IncidentBot.Redis;

public sealed class RespSessionTests : RedisSessionContract
{
    [Theory]
    [InlineData("redis://triage:p@127.0.0.1:{0}", "triage")]
    [InlineData("redis://tri%40age:p%3Aw@127.0.0.1:{0}/2", "tri@age")]
    public async Task It_logs_in_as_an_acl_user(string form, string user)
    {
        await using var server = await RedisServer.StartAsync();
        await server.AskAsync("ACL", "SETUSER", "triage", "on", ">p", "~*", "+@all");
        await server.AskAsync("ACL", "SETUSER", "tri@age", "on", ">p:w", "~*", "+@all");
        await using var session = await OpenAsync(string.Format(null, form, server.Port));

        Assert.Equal(user, (await session.ExecuteAsync("ACL", ["WHOAMI"], TestRedis.Token)).AsString());
    }

    [Fact]
    public async Task It_speaks_ipv6()
    {
        await using var server = await RedisServer.StartAsync();
        await using var session = await OpenAsync($"redis://[::1]:{server.Port}");

        Assert.Contains("addr=[::1]:", (await session.ExecuteAsync("CLIENT", ["INFO"], TestRedis.Token)).AsString(), StringComparison.Ordinal);
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
