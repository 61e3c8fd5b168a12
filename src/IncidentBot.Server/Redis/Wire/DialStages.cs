using System.Net.Sockets;
using System.Security.Authentication;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Probe;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Wire;

/// <summary>Runs the steps of connecting, each within its deadline, and turns what goes wrong into a class.</summary>
internal sealed class DialStages(TimeProvider time)
{
    private readonly List<StageTime> done = [];

    public IReadOnlyList<StageTime> Done => done;

    public static bool IsConnectionTrouble(Exception e) =>
        e is SocketException or IOException or AuthenticationException or RespProtocolException or ObjectDisposedException;

    /// <exception cref="RedisUnavailableException">The step failed or took too long.</exception>
    public async Task<T> RunAsync<T>(ConnectStage stage, TimeSpan deadline, Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            var result = await work(both.Token);
            done.Add(new StageTime(stage, time.GetElapsedTime(started)));
            return result;
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw Failed(TimedOut(stage), $"No answer within {deadline.TotalMilliseconds:0} ms.", e);
        }
        catch (Exception e) when (IsConnectionTrouble(e))
        {
            throw Failed(Classify(stage, e), Words(e), e);
        }

        RedisUnavailableException Failed(FailureClass failure, string detail, Exception e) =>
            new(new RedisFailure(failure, stage, time.GetElapsedTime(started), detail), e);
    }

    /// <returns>The failure that an error reply stands for; null when the command was answered otherwise.</returns>
    public async Task<RedisFailure?> AskAsync(ConnectStage stage, RespConnection connection, RedisCommand command, TimeSpan deadline, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var reply = await RunAsync(stage, deadline, limit => ExchangeAsync(connection, command, limit), ct);
        var failure = reply.AsError is { } error ? new RedisFailure(error.Class, stage, time.GetElapsedTime(started), error.Message)
            : stage == ConnectStage.Ping && !"PONG".Equals((reply as RespValue.Text)?.ToString(), StringComparison.OrdinalIgnoreCase)
                ? new RedisFailure(FailureClass.NotRedis, stage, time.GetElapsedTime(started), "PING was not answered with PONG.")
            : null;
        if (failure is not null)
        {
            done.RemoveAt(done.Count - 1);
        }

        return failure;
    }

    // A server at maxclients says so and hangs up at once: our write may fail while its words are already here.
    private static async Task<RespValue> ExchangeAsync(RespConnection connection, RedisCommand command, CancellationToken ct)
    {
        try
        {
            await connection.SendAsync(RespWriter.Encode(command), ct);
        }
        catch (IOException)
        {
            return await connection.ReadAsync(ct);
        }

        return await connection.ReadAsync(ct);
    }

    private static FailureClass TimedOut(ConnectStage stage) => stage switch
    {
        ConnectStage.Dns => FailureClass.NameResolution,
        ConnectStage.Tcp or ConnectStage.Socket => FailureClass.ConnectTimeout,
        _ => FailureClass.Hung,
    };

    private static FailureClass Classify(ConnectStage stage, Exception e) => e switch
    {
        RespProtocolException { LooksLikeTls: true } => FailureClass.TlsExpected,
        RespProtocolException => FailureClass.NotRedis,
        AuthenticationException => FailureClass.TlsFailed,
        SocketException socket => Classify(stage, socket.SocketErrorCode),
        { InnerException: SocketException socket } => Classify(stage, socket.SocketErrorCode),

        // TLS 1.3 refuses a client (without a certificate, say) only after the handshake, as an alert in place of the first reply.
        IOException { InnerException: not null } => FailureClass.TlsFailed,
        _ when stage == ConnectStage.Tls => FailureClass.TlsFailed,
        _ => FailureClass.Closed,
    };

    private static FailureClass Classify(ConnectStage stage, SocketError error) => error switch
    {
        _ when stage == ConnectStage.Dns => FailureClass.NameResolution,
        SocketError.AccessDenied when stage == ConnectStage.Socket => FailureClass.SocketDenied,
        SocketError.WouldBlock or SocketError.TryAgain when stage == ConnectStage.Socket => FailureClass.ConnectTimeout,
        _ when stage == ConnectStage.Socket => FailureClass.Refused,
        SocketError.ConnectionRefused => FailureClass.Refused,
        SocketError.TimedOut => FailureClass.ConnectTimeout,
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown => FailureClass.Unreachable,
        _ => FailureClass.Closed,
    };

    private static string Words(Exception e) => e.GetBaseException().Message;
}
