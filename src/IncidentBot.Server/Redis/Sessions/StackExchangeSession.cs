using System.Net;
using System.Security.Authentication;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Probe;
using IncidentBot.Redis.Wire;
using StackExchange.Redis;

namespace IncidentBot.Redis.Sessions;

/// <summary>
/// A session over StackExchange.Redis, held to ours: one connection, no reconnecting of its own, and as few commands of its own as it
/// can be talked into.
/// </summary>
internal sealed class StackExchangeSession : IRedisSession
{
    // Nobody waits that long: each call has a deadline of its own. A shorter one would end commands that were given more time, and
    // after four of them without a byte the library takes a server that only hangs for lost.
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);

    private readonly ConnectionMultiplexer multiplexer;
    private readonly IDatabase database;
    private readonly TimeSpan commandTimeout;
    private readonly TimeProvider time;
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StackExchangeSession(ConnectionMultiplexer multiplexer, int number, TimeSpan commandTimeout, TimeProvider time)
    {
        this.multiplexer = multiplexer;
        this.commandTimeout = commandTimeout;
        this.time = time;
        database = multiplexer.GetDatabase(number);
        foreach (var server in multiplexer.GetServers())
        {
            // A master that became a replica says READONLY itself; the library would say that there is no connection.
            server.AllowReplicaWrites = true;
        }

        multiplexer.ConnectionFailed += (_, _) => Lose();
        if (!multiplexer.IsConnected)
        {
            Lose();
        }
    }

    public Task Closed => closed.Task;

    /// <param name="address">Resolved and reached a moment ago, so that the library neither resolves nor meets a dead server.</param>
    /// <exception cref="RedisConnectionException">The library does not consider the server usable.</exception>
    public static async Task<StackExchangeSession> OpenAsync(
        RedisEndpoint endpoint, EndPoint address, RedisTls tls, RedisOptions options, TimeProvider time, CancellationToken ct)
    {
        var connecting = ConnectionMultiplexer.ConnectAsync(Configuration(endpoint, address, tls, options));
        try
        {
            var multiplexer = await connecting.WaitAsync(options.ConnectTimeout + options.ReadTimeout, time, ct);
            return new StackExchangeSession(multiplexer, endpoint.Database, options.CommandTimeout, time);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            _ = DisposeLaterAsync(connecting);
            throw;
        }
    }

    public async Task<RespValue> ExecuteAsync(RedisCommand command, CancellationToken ct, TimeSpan? deadline = null) =>
        (await PipelineAsync([command], ct, deadline))[0];

    public async Task<IReadOnlyList<RespValue>> PipelineAsync(IReadOnlyList<RedisCommand> commands, CancellationToken ct, TimeSpan? deadline = null)
    {
        ct.ThrowIfCancellationRequested();
        if (closed.Task.IsCompleted)
        {
            throw new RedisUnavailableException(new RedisFailure(FailureClass.Closed, ConnectStage.Command, TimeSpan.Zero, "The connection is lost."));
        }

        var started = time.GetTimestamp();
        var limit = deadline ?? commandTimeout;
        var replies = Task.WhenAll(commands.Select(SendAsync));
        try
        {
            return await replies.WaitAsync(limit, time, ct);
        }
        catch (TimeoutException e)
        {
            throw Failed(FailureClass.Hung, $"No reply to {commands[0].Name} within {limit.TotalMilliseconds:0} ms.", e);
        }
        catch (RedisConnectionException e) when (e.FailureType == ConnectionFailureType.ProtocolFailure && !closed.Task.IsCompleted)
        {
            throw Failed(FailureClass.UnknownServerError, "The server answered with a list that holds an error, which cannot be read here.", e);
        }
        catch (Exception e) when (e is RedisException or ObjectDisposedException or IOException)
        {
            throw Failed(FailureClass.Closed, "The connection is lost.", e);
        }

        RedisUnavailableException Failed(FailureClass failure, string detail, Exception e)
        {
            _ = replies.ContinueWith(late => late.Exception, TaskScheduler.Default); // Seen: nobody waits for them any longer.
            return new(new RedisFailure(failure, ConnectStage.Command, time.GetElapsedTime(started), detail), e);
        }
    }

    public ValueTask DisposeAsync()
    {
        closed.TrySetResult();

        // Dispose alone sends QUIT and waits for commands on their way, up to a whole time-out (measured with 1.2.6).
        multiplexer.Close(allowCommandsToComplete: false);
        multiplexer.Dispose();
        return ValueTask.CompletedTask;
    }

    // Ended at once: the library would connect again by itself, whatever its retry policy says (measured with 1.2.6). Not on its own
    // thread, which closing waits for.
    private void Lose()
    {
        closed.TrySetResult();
        _ = Task.Run(() => multiplexer.Close(allowCommandsToComplete: false));
    }

    private async Task<RespValue> SendAsync(RedisCommand command)
    {
        try
        {
            // NoRedirect: a cluster's MOVED is the caller's to read, and no reason to connect elsewhere.
            object[] arguments = [.. command.Arguments.Select(argument => (object)argument.Bytes.ToArray())];
            return Convert(await database.ExecuteAsync(command.Name, arguments, CommandFlags.NoRedirect));
        }
        catch (RedisServerException e)
        {
            return new RespValue.Error(e.Message);
        }
    }

    private static RespValue Convert(RedisResult result) => result switch
    {
        { IsNull: true } => RespValue.Nil.Instance,
        { Resp2Type: ResultType.Array } => new RespValue.Items([.. ((RedisResult[])result!).Select(Convert)]),
        { Resp2Type: ResultType.Integer } => new RespValue.Integer((long)result),
        _ => new RespValue.Text((byte[])result!),
    };

    private static ConfigurationOptions Configuration(RedisEndpoint endpoint, EndPoint address, RedisTls tls, RedisOptions options)
    {
        var configuration = new ConfigurationOptions
        {
            EndPoints = { address },
            User = endpoint.HasAclUser ? endpoint.User : null,
            Password = endpoint.Password,
            ClientName = RespDialer.ClientName,
            SetClientLibrary = false,
            Protocol = RedisProtocol.Resp2,
            AllowAdmin = true,
            AbortOnConnectFail = true,
            ConnectRetry = 1,
            ConnectTimeout = (int)options.ConnectTimeout.TotalMilliseconds,
            SyncTimeout = (int)options.CommandTimeout.TotalMilliseconds,
            AsyncTimeout = (int)Never.TotalMilliseconds,
            KeepAlive = (int)Math.Max(1, options.KeepAlive.TotalSeconds),

            // Nothing waits for a better connection, to run after its failure was told.
            BacklogPolicy = BacklogPolicy.FailFast,

            // Empty: no key and no channel of the library's own on a server we came to repair.
            TieBreaker = "",
            ConfigurationChannel = "",

            // It never asks again whether the server is still a master: it would refuse writes to a replica in its own words.
            ConfigCheckSeconds = 0,

            // Without SUBSCRIBE it opens no second connection, without HELLO it says AUTH and CLIENT SETNAME as every server knows
            // them, and without ECHO it says PING, for which users have the right.
            CommandMap = CommandMap.Create(["SUBSCRIBE", "UNSUBSCRIBE", "PSUBSCRIBE", "PUNSUBSCRIBE", "HELLO", "ECHO"], available: false),
        };
        if (endpoint.UseTls)
        {
            configuration.Ssl = true;
            configuration.SslHost = tls.ServerName ?? endpoint.Host;
            configuration.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
            configuration.CertificateValidation += (_, certificate, _, errors) => tls.Reject(certificate, errors) is null;
        }

        return configuration;
    }

    private static async Task DisposeLaterAsync(Task<ConnectionMultiplexer> connecting)
    {
        try
        {
            (await connecting).Dispose();
        }
        catch (RedisConnectionException)
        {
            // It never opened: nothing to dispose.
        }
    }
}
