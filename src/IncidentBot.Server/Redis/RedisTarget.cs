using IncidentBot.Redis.Peers;
using IncidentBot.Redis.Probe;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis;

/// <summary>
/// One Redis we may repair, what is known of it, and what can be asked of it: over the connection that is always held open, or over
/// one of its own.
/// </summary>
internal sealed class RedisTarget : IAsyncDisposable
{
    private readonly RedisSessions sessions;
    private readonly ConnectionProbe probe;
    private readonly RedisOptions options;
    private readonly TimeProvider time;
    private readonly HeldConnection held;

    public RedisTarget(string name, RedisEndpoint endpoint, RedisTls tls, RedisOptions options, TimeProvider time, ILogger<RedisTarget> log)
    {
        Name = name;
        Endpoint = endpoint;
        this.options = options;
        this.time = time;
        sessions = new RedisSessions(endpoint, tls, options, time);
        held = new HeldConnection(name, endpoint, sessions, options, time, log);
        probe = new ConnectionProbe(endpoint, tls, options, time);
        Node = new RedisNode(endpoint, tls, options, time) { Setting = $"Targets:{name}:Url" };
        ReachedAt = Node.Address;
    }

    public string Name { get; }

    /// <summary>Shared by the systems through which this server is changed: Redis itself, and the queues in it.</summary>
    public string Lock => IncidentBot.Actions.Target.LockOf("redis", Name);

    public RedisEndpoint Endpoint { get; }

    /// <summary>The same server, as one among several that are asked: over new connections.</summary>
    public RedisNode Node { get; }

    public RedisPeers Peers { get; init; } = new();

    /// <summary>Whether the settings say that it waits to take over from another target.</summary>
    public bool IsStandby { get; init; }

    /// <summary>Whether it was seen as a master: one that is a replica afterwards has been failed over from.</summary>
    public bool WasMaster
    {
        get => held.WasToMaster;
        set => held.WasToMaster = value;
    }

    /// <summary>Whether a replica here is what a failover left: it was the master, or sentinels name one and its URL is meant to be that.</summary>
    public bool IsExpectedAsMaster => WasMaster || Peers.Sentinels.Count > 0;

    /// <summary>How much longer than usual a server is waited for that gave no answer: a long command ends, a stopped process does not.</summary>
    public TimeSpan Patience => options.ReadTimeout * 2.5;

    /// <summary>Where other servers reach it.</summary>
    public NodeAddress ReachedAt { get; init; }

    /// <summary>Starts keeping the connection open. Returns at once, whatever the server does.</summary>
    public void Start() => held.Start();

    /// <summary>A fresh connection, stage by stage.</summary>
    public async Task<ProbeReport> ProbeAsync(CancellationToken ct)
    {
        var report = await probe.RunAsync(ct);
        if (report.Ok)
        {
            held.ForgetRefusal();
        }

        return report;
    }

    /// <inheritdoc cref="HeldConnection.HoldAsync"/>
    public Task<IRedisSession> HoldAsync(CancellationToken ct) => held.HoldAsync(ct);

    /// <inheritdoc cref="HeldConnection.RefusalAgesAsync"/>
    public Task RefusalAgesAsync(CancellationToken ct) => held.RefusalAgesAsync(ct);

    /// <inheritdoc cref="HeldConnection.Now"/>
    public IRedisSession? HeldNow => held.Now;

    /// <summary>
    /// A connection of the caller's own, for changes and long work. The caller disposes it. Always over our own wire: it sends what
    /// it is given and nothing else, hands on errors inside lists, and works on a server that is sick, a replica or a node of a
    /// cluster, which is where changes are needed.
    /// </summary>
    /// <exception cref="RedisUnavailableException">Names the stage and the class.</exception>
    public async Task<IRedisSession> OpenAsync(CancellationToken ct) => await sessions.OpenRespAsync(ct);

    /// <summary>A connection that keeps what it learned on the way even when PING was answered with an error.</summary>
    public Task<Dialed> DialAsync(CancellationToken ct) => sessions.DialAsync(ct);

    /// <summary>A connection of the caller's own to a server that is slow to answer; null where it gives none even so.</summary>
    public async Task<IRedisSession?> OpenPatientlyAsync(CancellationToken ct)
    {
        var dialed = await sessions.DialAsync(Patience, ct);
        return dialed.Connection is { } connection ? await sessions.TakeOverAsync(connection, ct) : null;
    }

    /// <summary>A session over a connection that was dialed. The caller disposes it.</summary>
    /// <exception cref="RedisUnavailableException">It was lost meanwhile.</exception>
    public Task<RespSession> TakeOverAsync(RespConnection connection, CancellationToken ct) => sessions.TakeOverAsync(connection, ct);

    /// <summary>On the held connection.</summary>
    /// <exception cref="RedisUnavailableException">No reply. Never sent twice: after `Command` read back before repeating.</exception>
    public Task<RespValue> ExecuteAsync(RedisCommand command, CancellationToken ct, TimeSpan? deadline = null) =>
        held.UseAsync(session => session.ExecuteAsync(command, ct, deadline), ct);

    public Task<RespValue> ExecuteAsync(string name, RedisArgument[] arguments, CancellationToken ct) =>
        ExecuteAsync(RedisCommand.Of(name, arguments), ct);

    /// <inheritdoc cref="ExecuteAsync(RedisCommand, CancellationToken, TimeSpan?)"/>
    public Task<IReadOnlyList<RespValue>> PipelineAsync(IReadOnlyList<RedisCommand> commands, CancellationToken ct, TimeSpan? deadline = null) =>
        held.UseAsync(session => session.PipelineAsync(commands, ct, deadline), ct);

    /// <inheritdoc cref="HeldConnection.UseAsync"/>
    public Task<T> UseAsync<T>(Func<IRedisSession, Task<T>> use, CancellationToken ct) => held.UseAsync(use, ct);

    /// <summary>What the server executes, over a connection of its own, until a limit is reached. Holds other people's data.</summary>
    /// <exception cref="RedisUnavailableException">Names the stage and the class.</exception>
    /// <exception cref="RedisErrorException">The server refuses MONITOR.</exception>
    public IAsyncEnumerable<string> MonitorAsync(TimeSpan duration, long maxBytes, CancellationToken ct) =>
        MonitorStream.ReadAsync(sessions.DialAsync, duration, maxBytes, options.ReadTimeout, time, ct);

    public ValueTask DisposeAsync() => held.DisposeAsync();
}
