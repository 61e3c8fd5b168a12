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

    private protected override async Task<IRedisSession> OpenAsync(RedisEndpoint endpoint, RedisTls tls, RedisOptions options) =>
        await new RedisSessions(endpoint, tls, options, TimeProvider.System).OpenRespAsync(TestRedis.Token);
}
