using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Peers;

/// <summary>A server that the settings name: a target itself, its sentinels, the other nodes. Asked when somebody asks; nothing is held open.</summary>
internal sealed class RedisNode(RedisEndpoint endpoint, RedisTls tls, RedisOptions options, TimeProvider time)
{
    private readonly RedisSessions sessions = new(endpoint, tls, options, time);

    public RedisEndpoint Endpoint => endpoint;

    public NodeAddress Address { get; } = new(endpoint.Host, endpoint.Port);

    /// <summary>Whoever logs in here may log in there: another server of the same group, at an address that somebody announced.</summary>
    public RedisNode At(NodeAddress address) => new(endpoint with { Host = address.Host, Port = address.Port, Database = 0 }, tls, options, time);

    /// <summary>Over a connection of its own, which always is ours: the library would connect to sentinels' and clusters' other servers.</summary>
    /// <exception cref="RedisUnavailableException">No connection, or no reply.</exception>
    public async Task<T> UseAsync<T>(Func<IRedisSession, Task<T>> use, CancellationToken ct)
    {
        await using var session = await sessions.OpenRespAsync(ct);
        return await use(session);
    }

    public Task<NodeAnswer<T>> AskAsync<T>(Func<IRedisSession, Task<T>> ask, CancellationToken ct)
        where T : class => NodeAnswer<T>.OfAsync(() => UseAsync(ask, ct));
}
