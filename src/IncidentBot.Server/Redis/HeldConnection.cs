using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis;

/// <summary>
/// One connection that is always kept open, so that we still get in when the server refuses new clients. Lost, it is opened again: at
/// once when a command needs it, else with growing pauses.
/// </summary>
internal sealed partial class HeldConnection(
    string name, RedisEndpoint endpoint, RedisSessions sessions, RedisOptions options, TimeProvider time, ILogger<RedisTarget> log) : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    // Whoever asks again within this time gets the same refusal: a burst of commands is one attempt.
    private static readonly TimeSpan FailureFreshness = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan TimerGrain = TimeSpan.FromMilliseconds(1);

    private readonly Lock gate = new();
    private readonly CancellationTokenSource stopping = new();
    private IRedisSession? held;
    private bool suspect;
    private Task<IRedisSession>? opening;
    private (RedisUnavailableException Reason, long At)? lastFailure;
    private Task keeping = Task.CompletedTask;

    /// <summary>Whether it is known to have been one to a master.</summary>
    public bool WasToMaster { get; set; }

    /// <summary>Starts keeping the connection open. Returns at once, whatever the server does.</summary>
    public void Start()
    {
        lock (gate)
        {
            keeping = keeping.IsCompleted && !stopping.IsCancellationRequested ? Task.Run(KeepAsync) : keeping;
        }
    }

    /// <summary>The connection, opened if need be. It stays ours: do not dispose it.</summary>
    /// <exception cref="RedisUnavailableException">It is lost and could not be opened again; names the stage and the class.</exception>
    public async Task<IRedisSession> HoldAsync(CancellationToken ct)
    {
        Task<IRedisSession> open;
        bool joined;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(stopping.IsCancellationRequested, this);
            if (IsOpen && !suspect)
            {
                return held!;
            }

            if (lastFailure is { } last && time.GetElapsedTime(last.At) < FailureFreshness)
            {
                return IsOpen ? held! : throw new RedisUnavailableException(last.Reason.Failure, last.Reason) { IsRemembered = true };
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

    /// <summary>The connection if it is open now. Opens nothing.</summary>
    public IRedisSession? Now
    {
        get
        {
            lock (gate)
            {
                return IsOpen ? held : null;
            }
        }
    }

    /// <summary>Somebody got in, so a refusal that is remembered for a moment is out of date.</summary>
    public void ForgetRefusal()
    {
        lock (gate)
        {
            lastFailure = null;
        }
    }

    /// <summary>Several commands on it. Where it gives no reply, the next use tries for a better one.</summary>
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

    private bool IsOpen => held is { Closed.IsCompleted: false };

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
                WasToMaster |= fresh is StackExchangeSession;
            }

            if (old is not null)
            {
                await old.DisposeAsync();
            }

            LogOpened(name, endpoint);
            return fresh;
        }
        catch (RedisUnavailableException e)
        {
            lock (gate)
            {
                if (lastFailure?.Reason.Failure.Class != e.Failure.Class)
                {
                    LogNotOpened(name, endpoint, e.Failure.Headline);
                }

                lastFailure = (e, time.GetTimestamp());
                opening = null;
                if (IsOpen)
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
                LogLost(name, endpoint);
                return false;
            }

            await UseAsync(again => again.PingAsync(stopping.Token), stopping.Token);
            return true;
        }
        catch (RedisUnavailableException)
        {
            return false;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            // Without this loop the held connection is lost for good, so it outlives its own bugs.
            LogKeepThrew(e, name);
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
