using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IncidentBot.Redis.GameDays;

/// <summary>What is no Redis: one that says a line of its own to everybody, or one whose accept queue is full, so that the kernel drops
/// further attempts as a firewall would.</summary>
internal sealed class DeafListener : IAsyncDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> waiting = [];
    private readonly CancellationTokenSource ending = new();
    private Task talking = Task.CompletedTask;

    private DeafListener(int port, int backlog)
    {
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(backlog);
    }

    public static DeafListener Saying(int port, string line)
    {
        var deaf = new DeafListener(port, 16);
        deaf.talking = deaf.TalkAsync(Encoding.ASCII.GetBytes(line));
        return deaf;
    }

    public static async Task<DeafListener> FullAsync(int port)
    {
        var deaf = new DeafListener(port, 0);
        for (var i = 0; i < 20; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            deaf.waiting.Add(socket);
            using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            try
            {
                await socket.ConnectAsync(deaf.listener.LocalEndPoint!, limit.Token);
            }
            catch (OperationCanceledException)
            {
                return deaf;
            }
        }

        await deaf.DisposeAsync();
        throw new SceneException("The accept queue did not fill.");
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        waiting.ForEach(socket => socket.Dispose());
        listener.Dispose();
        await talking;
        ending.Dispose();
    }

    private async Task TalkAsync(byte[] line)
    {
        try
        {
            while (true)
            {
                using var caller = await listener.AcceptAsync(ending.Token);
                await caller.ReceiveAsync(new byte[1024], ending.Token);
                await caller.SendAsync(line, ending.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The scene has ended.
        }
    }
}
