using System.Net;
using System.Net.Sockets;
using IncidentBot.Redis.Probe;

namespace IncidentBot.Redis.Wire;

/// <summary>Opens the socket to a server: its name, then each of its addresses, or the unix socket on this machine.</summary>
internal sealed class SocketDialer(RedisEndpoint endpoint, RedisOptions options, TimeProvider time)
{
    /// <exception cref="RedisUnavailableException">The step failed or took too long.</exception>
    public async Task<Socket> OpenAsync(DialStages stages, CancellationToken ct)
    {
        if (endpoint.SocketPath is { } path)
        {
            return await stages.RunAsync(ConnectStage.Socket, options.ConnectTimeout, limit => ConnectAsync(path, limit), ct);
        }

        var addresses = await stages.RunAsync(ConnectStage.Dns, options.ConnectTimeout, ResolveAsync, ct);
        return await stages.RunAsync(ConnectStage.Tcp, options.ConnectTimeout, limit => ConnectAsync(addresses, limit), ct);
    }

    private static async Task<Socket> ConnectAsync(string path, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ct);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<IPAddress[]> ResolveAsync(CancellationToken ct) =>
        IPAddress.TryParse(endpoint.Host, out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(endpoint.Host, ct).WaitAsync(ct);

    private async Task<Socket> ConnectAsync(IPAddress[] addresses, CancellationToken ct)
    {
        for (var i = 0; ; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                // A black hole at the first address must not use up the time of the others.
                using var share = new CancellationTokenSource(options.ConnectTimeout / addresses.Length, time);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, share.Token);
                await socket.ConnectAsync(new IPEndPoint(addresses[i], endpoint.Port), both.Token);
                KeepAlive(socket);
                return socket;
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException && i < addresses.Length - 1 && !ct.IsCancellationRequested)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    // A firewall that forgets idle connections, or a host that loses power, says nothing.
    private static void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
    }
}
