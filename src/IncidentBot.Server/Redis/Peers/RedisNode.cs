using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Peers;

/// <summary>A server that the settings name: a target itself, its sentinels, the other nodes. Asked when somebody asks; nothing is held open.</summary>
internal sealed class RedisNode(RedisEndpoint endpoint, RedisTls tls, RedisOptions options, TimeProvider time)
{
    private readonly RedisSessions sessions = new(endpoint, tls, options, time);

    public RedisEndpoint Endpoint => endpoint;

    /// <summary>What names it in the settings: <c>Targets:primary:Sentinels:0</c>.</summary>
    public required string Setting { get; init; }

    public NodeAddress Address { get; } = new(endpoint.Host, endpoint.Port);

    /// <summary>Whoever logs in here may log in there: another server of the same group, at an address that somebody announced.</summary>
    public RedisNode At(NodeAddress address) =>
        new(endpoint with { Host = address.Host, Port = address.Port, Database = 0 }, tls, options, time) { Setting = Setting };

    /// <summary>Over a connection of its own, which always is ours: the library would connect to sentinels' and clusters' other servers.</summary>
    /// <exception cref="RedisUnavailableException">No connection, or no reply.</exception>
    public async Task<T> UseAsync<T>(Func<IRedisSession, Task<T>> use, CancellationToken ct)
    {
        await using var session = await sessions.OpenRespAsync(ct);
        return await use(session);
    }

    public async Task<NodeAnswer<T>> AskAsync<T>(Func<IRedisSession, Task<T>> ask, CancellationToken ct)
        where T : class
    {
        var answer = await NodeAnswer<T>.OfAsync(() => UseAsync(ask, ct));
        var found = answer.Class is FailureClass.NotAvailable && await IsSentinelAsync(ct) ? FailureClass.Sentinel : answer.Class;
        return answer with { Class = found, Mend = WayIn.Mend(found, Setting) };
    }

    /// <summary>A sentinel knows few of the commands of a Redis.</summary>
    private async Task<bool> IsSentinelAsync(CancellationToken ct) =>
        (await NodeAnswer<RedisInfo>.OfAsync(() => UseAsync(session => RedisInfo.ReadAsync(session, ct), ct))).Value is { IsSentinel: true };
}
