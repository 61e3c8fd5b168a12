using IncidentBot.Redis.Info;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Sessions;

/// <summary>
/// Opens sessions. Our own connection goes first: it knows why a server cannot be reached, within its deadlines. StackExchange.Redis
/// takes over where it can; our connection stays where it cannot: servers that answer only in part (LOADING, MASTERDOWN, BUSY), which
/// it does not consider connected, replicas, to which it sends no writes, and cluster nodes, whose other nodes it connects to and
/// sends commands to, where a target is one server.
/// </summary>
internal sealed class RedisSessions(RedisEndpoint endpoint, RedisTls tls, RedisOptions options, TimeProvider time)
{
    private readonly RespDialer dialer = new(endpoint, tls, options, time);

    public Task<Dialed> DialAsync(CancellationToken ct) => dialer.DialAsync(ct);

    /// <param name="patience">How long each reply may take, instead of the usual time.</param>
    public Task<Dialed> DialAsync(TimeSpan patience, CancellationToken ct) =>
        new RespDialer(endpoint, tls, options with { ReadTimeout = patience, CommandTimeout = patience }, time).DialAsync(ct);

    /// <exception cref="RedisUnavailableException">Names the stage and the class.</exception>
    public async Task<IRedisSession> OpenAsync(CancellationToken ct)
    {
        var dialed = await dialer.DialAsync(ct);
        if (dialed.Connection is not { } connection)
        {
            throw new RedisUnavailableException(dialed.Failure!);
        }

        var ours = await TakeOverAsync(connection, ct);
        if (dialed.Failure is not null)
        {
            return ours;
        }

        try
        {
            if (!await IsLoneMasterAsync(ours, ct))
            {
                return ours;
            }

            var session = await StackExchangeSession.OpenAsync(endpoint, connection.Address, tls, options, time, ct);
            await ours.DisposeAsync();
            return session;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The last free place under maxclients was ours, or the library has something else against the server: our connection
            // works, so keep it. If it does not, its first user is told.
            return ours;
        }
        catch
        {
            await ours.DisposeAsync();
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

    private static async Task<bool> IsLoneMasterAsync(RespSession session, CancellationToken ct)
    {
        var replies = await session.PipelineAsync([RedisCommand.Of("INFO", "replication"), RedisCommand.Of("INFO", "cluster")], ct);
        return replies is [RespValue.Text replication, RespValue.Text cluster]
            && RedisInfo.Parse(replication.ToString()).Replication is { Role: "master" }
            && RedisInfo.Parse(cluster.ToString()).Flag("cluster_enabled") != true;
    }
}
