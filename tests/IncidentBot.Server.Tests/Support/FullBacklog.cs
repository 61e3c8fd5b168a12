using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace IncidentBot.Support;

/// <summary>A loopback port whose accept queue is full: the kernel drops further connection attempts, as a firewall would.</summary>
internal sealed class FullBacklog : IDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> waiting = [];

    private FullBacklog()
    {
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
    }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}");

    public static async Task<FullBacklog> CreateAsync()
    {
        var full = new FullBacklog();
        while (full.waiting.Count < 20)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            full.waiting.Add(socket);
            using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
            try
            {
                await socket.ConnectAsync(full.listener.LocalEndPoint!, limit.Token);
            }
            catch (OperationCanceledException)
            {
                return full;
            }
        }

        full.Dispose();
        throw new InvalidOperationException("The accept queue did not fill.");
    }

    public void Dispose()
    {
        waiting.ForEach(socket => socket.Dispose());
        listener.Dispose();
    }
}
