using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis;

public sealed class StackExchangeSessionTests : RedisSessionContract
{
    private protected override async Task<IRedisSession> OpenAsync(RedisEndpoint endpoint, RedisTls tls, RedisOptions options)
    {
        // The library's socket is IPv4, and localhost may be ::1 first; RedisSessions never gives it an IPv6 address.
        tls = tls with { ServerName = endpoint.Host };
        endpoint = endpoint with { Host = "127.0.0.1" };
        await using var dialed = await new RespDialer(endpoint, tls, options, TimeProvider.System).DialAsync(TestRedis.Token);
        Assert.Null(dialed.Failure);
        return await StackExchangeSession.OpenAsync(endpoint, dialed.Connection!.Address, tls, options, TimeProvider.System, TestRedis.Token);
    }
}
