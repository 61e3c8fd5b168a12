using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Wire;

/// <summary>
/// Whether a port speaks the other one of plain Redis and TLS. The servers do not tell: Redis is silent on a TLS hello (it waits for
/// the end of a line), and a TLS port resets a plain connection. So one more connection asks.
/// </summary>
internal sealed class PortGuess(RedisOptions options, TimeProvider time)
{
    public Task<bool> SpeaksPlainRedisAsync(IPEndPoint address, CancellationToken ct) => TryAsync(
        address,
        async (stream, limit) =>
        {
            var connection = new RespConnection(stream, address);
            await connection.SendAsync(RespWriter.Encode(RedisCommand.Of("PING")), limit);
            await connection.ReadAsync(limit);
        },
        ct);

    public Task<bool> SpeaksTlsAsync(IPEndPoint address, string host, CancellationToken ct) => TryAsync(
        address,
        async (stream, limit) =>
        {
            var certificateShown = false;
            await using var ssl = new SslStream(stream);
            var settings = new SslClientAuthenticationOptions
            {
                TargetHost = host,

                // Refused on purpose: the certificate answers the question, and no connection comes of it.
                RemoteCertificateValidationCallback = (_, _, _, _) => !(certificateShown = true),
            };
            try
            {
                await ssl.AuthenticateAsClientAsync(settings, limit);
            }
            catch (AuthenticationException) when (certificateShown)
            {
                // Yes.
            }
        },
        ct);

    private async Task<bool> TryAsync(IPEndPoint address, Func<Stream, CancellationToken, Task> talk, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(options.ReadTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address, both.Token);
            await using var stream = new NetworkStream(socket);
            await talk(stream, both.Token);
            return true;
        }
        catch (Exception e) when (DialStages.IsConnectionTrouble(e) || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return false;
        }
    }
}
