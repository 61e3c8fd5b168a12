using IncidentBot.Redis.Peers;
using IncidentBot.Redis.Probe;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis;

/// <summary>
/// One Redis we may repair, and one connection to it that is always kept open (the held connection), so that we still get in when
/// the server refuses new clients. Lost, it is opened again: at once when a command needs it, else with growing pauses.
/// </summary>
internal sealed partial class RedisTarget : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    // Whoever asks again within this time gets the same refusal: a burst of commands is one attempt.
    private static readonly TimeSpan FailureFreshness = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan TimerGrain = TimeSpan.FromMilliseconds(1);

    private readonly RedisSessions sessions;
    private readonly ConnectionProbe probe;
    private readonly RedisOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<RedisTarget> log;
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stopping = new();
    private IRedisSession? held;
    private bool suspect;
    private Task<IRedisSession>? opening;
    private (RedisUnavailableException Reason, long At)? lastFailure;
    private Task keeping = Task.CompletedTask;

    public RedisTarget(string name, RedisEndpoint endpoint, RedisTls tls, RedisOptions options, TimeProvider time, ILogger<RedisTarget> log)
    {
        Name = name;
        Endpoint = endpoint;
        this.options = options;
        this.time = time;
        this.log = log;
        sessions = new RedisSessions(endpoint, tls, options, time);
        probe = new ConnectionProbe(endpoint, tls, options, time);
        Node = new RedisNode(endpoint, tls, options, time);
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
    public bool WasMaster { get; set; }

    /// <summary>Whether a replica here is what a failover left: it was the master, or sentinels name one and its URL is meant to be that.</summary>
    public bool IsExpectedAsMaster => WasMaster || Peers.Sentinels.Count > 0;

    /// <summary>How much longer than usual a server is waited for that gave no answer: a long command ends, a stopped process does not.</summary>
    public TimeSpan Patience => options.ReadTimeout * 2.5;

    /// <summary>Where other servers reach it.</summary>
    public NodeAddress ReachedAt { get; init; }

    /// <summary>Starts keeping the connection open. Returns at once, whatever the server does.</summary>
    public void Start()
    {
        lock (gate)
        {
            keeping = keeping.IsCompleted && !stopping.IsCancellationRequested ? Task.Run(KeepAsync) : keeping;
        }
    }

    /// <summary>A fresh connection, stage by stage.</summary>
    public async Task<ProbeReport> ProbeAsync(CancellationToken ct)
    {
        var report = await probe.RunAsync(ct);
        if (report.Ok)
        {
            // It got in, so the refusal that is remembered for a moment is out of date.
            lock (gate)
            {
                lastFailure = null;
            }
        }

        return report;
    }

    /// <summary>The held connection, opened if need be. It stays ours: do not dispose it.</summary>
    /// <exception cref="RedisUnavailableException">It is lost and could not be opened again; names the stage and the class.</exception>
    public async Task<IRedisSession> HoldAsync(CancellationToken ct)
    {
        Task<IRedisSession> open;
        bool joined;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(stopping.IsCancellationRequested, this);
            if (HeldIsOpen && !suspect)
            {
                return held!;
            }

            if (lastFailure is { } last && time.GetElapsedTime(last.At) < FailureFreshness)
            {
                return HeldIsOpen ? held! : throw new RedisUnavailableException(last.Reason.Failure, last.Reason) { IsRemembered = true };
            }

            // Not the caller's token: the attempt serves everybody who waits for it.
            joined = opening is not null;
            open = opening ??= Task.Run(OpenHeldAsync);
        }

        try
        {
            return await open.WaitAsync(ct);
        }
        catch (RedisUnavailableException e) when (joined)
        {
            // Begun before it was asked for: the server may have come back in between.
            throw new RedisUnavailableException(e.Failure, e) { IsRemembered = true };
        }
    }

    /// <summary>Waits until a refusal that is remembered for a moment may be tried anew; at once where none is.</summary>
    public async Task RefusalAgesAsync(CancellationToken ct)
    {
        while (RefusalIsFreshFor() is { } left)
        {
            // A timer may ring a little early by the clock that refusals are aged with.
            await Task.Delay(left + TimerGrain, time, ct);
        }
    }

    /// <summary>The held connection if it is open now. Opens nothing.</summary>
    public IRedisSession? HeldNow
    {
        get
        {
            lock (gate)
            {
                return HeldIsOpen ? held : null;
            }
        }
    }

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
        UseAsync(session => session.ExecuteAsync(command, ct, deadline), ct);

    public Task<RespValue> ExecuteAsync(string name, RedisArgument[] arguments, CancellationToken ct) =>
        ExecuteAsync(RedisCommand.Of(name, arguments), ct);

    /// <inheritdoc cref="ExecuteAsync(RedisCommand, CancellationToken, TimeSpan?)"/>
    public Task<IReadOnlyList<RespValue>> PipelineAsync(IReadOnlyList<RedisCommand> commands, CancellationToken ct, TimeSpan? deadline = null) =>
        UseAsync(session => session.PipelineAsync(commands, ct, deadline), ct);

    /// <summary>Several commands on the held connection. Where it gives no reply, the next use tries for a better one.</summary>
    /// <exception cref="RedisUnavailableException">No reply, or no connection.</exception>
    public async Task<T> UseAsync<T>(Func<IRedisSession, Task<T>> use, CancellationToken ct)
    {
        var session = await HoldAsync(ct);
        try
        {
            return await use(session);
        }
        catch (RedisUnavailableException)
        {
            Suspect(session);
            throw;
        }
    }

    /// <summary>What the server executes, over a connection of its own, until a limit is reached. Holds other people's data.</summary>
    /// <exception cref="RedisUnavailableException">Names the stage and the class.</exception>
    /// <exception cref="RedisErrorException">The server refuses MONITOR.</exception>
    public IAsyncEnumerable<string> MonitorAsync(TimeSpan duration, long maxBytes, CancellationToken ct) =>
        MonitorStream.ReadAsync(sessions.DialAsync, duration, maxBytes, options.ReadTimeout, time, ct);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        Task? lastOpening;
        lock (gate)
        {
            lastOpening = opening;
        }

        await keeping;
        if (lastOpening is not null)
        {
            await lastOpening.ContinueWith(done => done.Exception, TaskScheduler.Default);
        }

        if (held is { } session)
        {
            await session.DisposeAsync();
        }
    }

    private TimeSpan? RefusalIsFreshFor()
    {
        lock (gate)
        {
            return lastFailure is { } last && FailureFreshness - time.GetElapsedTime(last.At) is { Ticks: > 0 } left ? left : null;
        }
    }

    private bool HeldIsOpen => held is { Closed.IsCompleted: false };

    // No reply: the connection may be dead without saying so, or the server may be slow. It is kept until a better one is open,
    // because a server at maxclients would not let us in again.
    private void Suspect(IRedisSession session)
    {
        lock (gate)
        {
            suspect |= ReferenceEquals(session, held);
        }
    }

    private async Task<IRedisSession> OpenHeldAsync()
    {
        try
        {
            var fresh = await sessions.OpenAsync(stopping.Token);
            IRedisSession? old;
            lock (gate)
            {
                (old, held) = (held, fresh);
                (suspect, lastFailure, opening) = (false, null, null);
                WasMaster |= fresh is StackExchangeSession;
            }

            if (old is not null)
            {
                await old.DisposeAsync();
            }

            LogOpened(Name, Endpoint);
            return fresh;
        }
        catch (RedisUnavailableException e)
        {
            lock (gate)
            {
                if (lastFailure?.Reason.Failure.Class != e.Failure.Class)
                {
                    LogNotOpened(Name, Endpoint, e.Failure.Headline);
                }

                lastFailure = (e, time.GetTimestamp());
                opening = null;
                if (HeldIsOpen)
                {
                    return held!;
                }
            }

            throw;
        }
        catch
        {
            lock (gate)
            {
                opening = null;
            }

            throw;
        }
    }

    /// <summary>The only loop. Each turn ends in a wait, so that a server that hangs up at once cannot make it spin.</summary>
    private async Task KeepAsync()
    {
        var pause = FirstPause;
        try
        {
            while (true)
            {
                var since = time.GetTimestamp();
                if (await StaysOpenAsync())
                {
                    pause = FirstPause;
                    continue;
                }

                pause = time.GetElapsedTime(since) > options.MaxReopenPause ? FirstPause : pause;
                await Task.Delay(pause, time, stopping.Token);
                pause = pause * 2 < options.MaxReopenPause ? pause * 2 : options.MaxReopenPause;
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
        catch (ObjectDisposedException) when (stopping.IsCancellationRequested)
        {
            // Stopping, seen by HoldAsync.
        }
    }

    /// <returns>True after one keep-alive period that ended with a reply.</returns>
    private async Task<bool> StaysOpenAsync()
    {
        try
        {
            var session = await HoldAsync(stopping.Token);
            await Task.WhenAny(session.Closed, Task.Delay(options.KeepAlive, time, stopping.Token));
            stopping.Token.ThrowIfCancellationRequested();
            if (session.Closed.IsCompleted)
            {
                LogLost(Name, Endpoint);
                return false;
            }

            await ExecuteAsync("PING", [], stopping.Token);
            return true;
        }
        catch (RedisUnavailableException)
        {
            return false;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            // Without this loop the held connection is lost for good, so it outlives its own bugs.
            LogKeepThrew(e, Name);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Redis {Name}: keeping the connection threw")]
    private partial void LogKeepThrew(Exception e, string name);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis {Name}: connection to {Endpoint} is open")]
    private partial void LogOpened(string name, RedisEndpoint endpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis {Name}: connection to {Endpoint} is lost")]
    private partial void LogLost(string name, RedisEndpoint endpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis {Name}: no connection to {Endpoint}, {Headline}")]
    private partial void LogNotOpened(string name, RedisEndpoint endpoint, string headline);
}
