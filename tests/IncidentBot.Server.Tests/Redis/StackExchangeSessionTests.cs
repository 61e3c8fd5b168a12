using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis;

public sealed class StackExchangeSessionTests : RedisSessionContract
{
    [Fact]
    public async Task An_error_inside_a_list_cannot_be_read_and_costs_nobody_the_connection()
    {
        await using var server = await RedisServer.StartAsync();
        await using var session = await OpenAsync(server.Url);

        var unread = await Assert.ThrowsAsync<RedisUnavailableException>(
            () => session.ExecuteAsync("EVAL", ["return {redis.call('incr', 'n'), redis.error_reply('OOPS inside')}", 0], TestRedis.Token));

        Assert.Equal(FailureClass.UnknownServerError, unread.Failure.Class);
        Assert.Equal("1", (await session.ExecuteAsync("GET", ["n"], TestRedis.Token)).AsString());
        Assert.False(session.Closed.IsCompleted);
    }

    private protected override async Task<IRedisSession> OpenAsync(RedisEndpoint endpoint, RedisTls tls, RedisOptions options)
    {
        await using var dialed = await new RespDialer(endpoint, tls, options, TimeProvider.System).DialAsync(TestRedis.Token);
        Assert.Null(dialed.Failure);
        return await StackExchangeSession.OpenAsync(endpoint, dialed.Connection!.Address, tls, options, TimeProvider.System, TestRedis.Token);
    }
}
