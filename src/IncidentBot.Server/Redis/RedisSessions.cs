using System.Net.Sockets;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis;

/// <summary>
/// Opens sessions. Our own connection goes first: it knows why a server cannot be reached, within its deadlines. StackExchange.Redis
/// takes over where it can; our connection stays where it cannot: ACL users, IPv6 (1.2.6 opens IPv4 sockets only), and servers that
/// answer only in part (LOADING, MASTERDOWN, BUSY), which it does not consider connected.
/// </summary>
internal sealed class RedisSessions(RedisEndpoint endpoint, RedisTls tls, RedisOptions options, TimeProvider time)
{
    private readonly RespDialer dialer = new(endpoint, tls, options, time);

    public Task<Dialed> DialAsync(CancellationToken ct) => dialer.DialAsync(ct);

    /// <exception cref="RedisUnavailableException">Names the stage and the class.</exception>
    public async Task<IRedisSession> OpenAsync(CancellationToken ct)
    {
        var dialed = await dialer.DialAsync(ct);
        if (dialed.Connection is not { } connection)
        {
            throw new RedisUnavailableException(dialed.Failure!);
        }

        if (endpoint.HasAclUser || dialed.Failure is not null || connection.Address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return await TakeOverAsync(connection, ct);
        }

        try
        {
            var session = await StackExchangeSession.OpenAsync(endpoint, connection.Address, tls, options, time, ct);
            await connection.DisposeAsync();
            return session;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The last free place under maxclients was ours, or the library has something else against the server: we have a
            // connection that works, so keep it.
            return await TakeOverAsync(connection, ct);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>A session over our own connection, whoever the user is.</summary>
    /// <exception cref="RedisUnavailableException">Names the stage and the class.</exception>
    public async Task<RespSession> OpenRespAsync(CancellationToken ct)
    {
        var dialed = await dialer.DialAsync(ct);
        return dialed.Connection is { } connection ? await TakeOverAsync(connection, ct) : throw new RedisUnavailableException(dialed.Failure!);
    }

    public Task<RespSession> TakeOverAsync(RespConnection connection, CancellationToken ct) =>
        RespSession.StartAsync(connection, options.CommandTimeout, time, ct);
}
