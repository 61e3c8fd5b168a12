using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Support;

/// <summary>A connection of the test itself, to a server or a sentinel, independent of everything under test but the codec.</summary>
internal static class ServerDoor
{
    /// <param name="guard">Null where the server is an open one.</param>
    public static async Task<RespConnection> OpenAsync(int port, ServerGuard? guard)
    {
        var address = new IPEndPoint(IPAddress.Loopback, port);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address);
            var plain = new NetworkStream(socket, ownsSocket: true);
            if (guard is null)
            {
                return new RespConnection(plain, address);
            }

            // One that has expired is for the bot to refuse.
            var trusted = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid,
            };
            trusted.CustomTrustStore.ImportFromPemFile(guard.Certificates.CaFile);
            var tls = new SslStream(plain);
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = trusted });
            var connection = new RespConnection(tls, address);
            await connection.SendAsync(RespWriter.Encode(RedisCommand.OfConnection("AUTH", guard.Password)), CancellationToken.None);
            await connection.ReadAsync(CancellationToken.None);
            return connection;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
