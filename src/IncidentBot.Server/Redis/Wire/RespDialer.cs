using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Probe;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Wire;

/// <summary>Opens a connection step by step and says which step failed, and why.</summary>
internal sealed class RespDialer(RedisEndpoint endpoint, RedisTls tls, RedisOptions options, TimeProvider time)
{
    public const string ClientName = "incidentbot";

    private readonly SocketDialer sockets = new(endpoint, options, time);
    private readonly PortGuess guess = new(options, time);

    public async Task<Dialed> DialAsync(CancellationToken ct)
    {
        var stages = new DialStages(time);
        Stream? stream = null;
        try
        {
            var socket = await sockets.OpenAsync(stages, ct);
            stream = new NetworkStream(socket, ownsSocket: true);

            // A socket's remote end is the path as its server wrote it, which is relative to that server.
            var address = endpoint.SocketPath is { } path ? new UnixDomainSocketEndPoint(path) : socket.RemoteEndPoint!;
            if (endpoint.UseTls)
            {
                stream = await HandshakeAsync(stream, (IPEndPoint)address, stages, ct);
            }

            var connection = new RespConnection(stream, address);
            var failure = await GreetOrGuessAsync(connection, stages, ct);
            if (failure is null || StillAnswers(failure.Class))
            {
                stream = null;
                return new Dialed(connection, stages.Done, failure);
            }

            return new Dialed(null, stages.Done, failure);
        }
        catch (RedisUnavailableException e)
        {
            return new Dialed(null, stages.Done, e.Failure);
        }
        finally
        {
            if (stream is not null)
            {
                await stream.DisposeAsync();
            }
        }
    }

    private async Task<Stream> HandshakeAsync(Stream plain, IPEndPoint address, DialStages stages, CancellationToken ct)
    {
        string? rejected = null;
        var ssl = new SslStream(plain);
        try
        {
            await stages.RunAsync(ConnectStage.Tls, options.ConnectTimeout, async limit =>
            {
                await ssl.AuthenticateAsClientAsync(
                    new SslClientAuthenticationOptions
                    {
                        TargetHost = tls.ServerName ?? endpoint.Host,
                        RemoteCertificateValidationCallback = (_, certificate, _, errors) => (rejected = tls.Reject(certificate, errors)) is null,
                    },
                    limit);
                return true;
            }, ct);
            return ssl;
        }
        catch (RedisUnavailableException e)
        {
            await ssl.DisposeAsync();
            throw rejected is not null ? new RedisUnavailableException(e.Failure with { Class = FailureClass.TlsUntrusted, Detail = Sentence(rejected) }, e)
                : await guess.SpeaksPlainRedisAsync(address, ct)
                    ? new RedisUnavailableException(e.Failure with { Class = FailureClass.TlsNotOffered, Detail = "A plain PING was answered." }, e)
                : e;
        }
    }

    private async Task<RedisFailure?> GreetOrGuessAsync(RespConnection connection, DialStages stages, CancellationToken ct)
    {
        try
        {
            return await GreetAsync(connection, stages, ct);
        }
        catch (RedisUnavailableException e) when (!endpoint.UseTls && e.Failure.Class == FailureClass.Closed && connection.Address is IPEndPoint address)
        {
            throw await guess.SpeaksTlsAsync(address, endpoint.Host, ct)
                ? new RedisUnavailableException(e.Failure with { Class = FailureClass.TlsExpected, Detail = "A TLS hello was answered with a certificate." }, e)
                : e;
        }
    }

    /// <returns>What the server's own words say is wrong; null when it answered PONG.</returns>
    private async Task<RedisFailure?> GreetAsync(RespConnection connection, DialStages stages, CancellationToken ct)
    {
        if (endpoint.HasCredentials)
        {
            var auth = endpoint.HasAclUser
                ? RedisCommand.OfConnection("AUTH", endpoint.User!, endpoint.Password!)
                : RedisCommand.OfConnection("AUTH", endpoint.Password!);
            if (await stages.AskAsync(ConnectStage.Auth, connection, auth, options.ReadTimeout, ct) is { } refused)
            {
                return refused;
            }
        }

        if (endpoint.Database != 0
            && await stages.AskAsync(
                ConnectStage.Select,
                connection,
                RedisCommand.OfConnection("SELECT", endpoint.Database),
                options.ReadTimeout,
                ct) is { } noSuchDatabase)
        {
            return noSuchDatabase;
        }

        return await stages.AskAsync(ConnectStage.Ping, connection, RedisCommand.Of("PING"), options.ReadTimeout, ct);
    }

    private static bool StillAnswers(FailureClass failure) => failure.IsNoOutage() || failure is
        FailureClass.Loading or FailureClass.Misconf or FailureClass.MasterDown or FailureClass.Busy
        or FailureClass.ReadOnly or FailureClass.OutOfMemory or FailureClass.ClusterDown;

    private static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..].TrimEnd('.')}.";
}
