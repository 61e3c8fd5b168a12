using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace IncidentBot.Support;

/// <summary>Stands between a client and a port, and can forget open connections as a firewall does: no data, no end, no error.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> open = [];
    private readonly CancellationTokenSource stop = new();
    private readonly int port;
    private readonly Task serving;
    private CancellationTokenSource generation = new();

    public Relay(int port)
    {
        this.port = port;
        listener.Start();
        serving = ServeAsync();
    }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>They stay open and silent; new ones work.</summary>
    public void ForgetOpenConnections() => Interlocked.Exchange(ref generation, new CancellationTokenSource()).Cancel();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await serving;
        foreach (var socket in open)
        {
            socket.Dispose();
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync(stop.Token);
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                open.Add(client);
                open.Add(server);
                await server.ConnectAsync(IPAddress.Loopback, port);
                var token = generation.Token;
                _ = CopyAsync(client, server, token);
                _ = CopyAsync(server, client, token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task CopyAsync(Socket from, Socket to, CancellationToken forgotten)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(forgotten, stop.Token);
        var buffer = new byte[4096];
        try
        {
            while (await from.ReceiveAsync(buffer, either.Token) is var read and > 0)
            {
                await to.SendAsync(buffer.AsMemory(0, read), either.Token);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Forgotten, or one side has gone.
        }
    }
}
