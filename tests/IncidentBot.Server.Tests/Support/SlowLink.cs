using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Support;

/// <summary>
/// Between the bot and a server: one command can be made slow. It is held back, and whatever is sent behind it on the same connection
/// waits too, as it would for a server that is busy with it.
/// </summary>
internal sealed class SlowLink : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Task> connections = [];
    private readonly CancellationTokenSource ending = new();
    private readonly int server;
    private readonly TimeSpan delay;
    private readonly Task serving;
    private volatile string? slow;
    private int held;

    /// <param name="server">The port of the server.</param>
    public SlowLink(int server, TimeSpan delay)
    {
        (this.server, this.delay) = (server, delay);
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public string Url => string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{Port}");

    /// <summary>How many commands were held back.</summary>
    public int Held => Volatile.Read(ref held);

    /// <param name="command">As it begins, <c>SLOWLOG</c> or <c>CLIENT LIST</c>; null for none.</param>
    public void Slow(string? command) => slow = command;

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Dispose();
        await serving;
        await Task.WhenAll(connections);
        ending.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync(ending.Token);
                connections.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (IsOver(e))
        {
            // The run is over.
        }
    }

    /// <summary>One side ends, and so does the other.</summary>
    private async Task ServeAsync(Socket accepted)
    {
        await using var client = new NetworkStream(accepted, ownsSocket: true);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
        accepted.NoDelay = true;
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, server, over.Token);
            await using var behind = new NetworkStream(socket, ownsSocket: false);
            await Task.WhenAny(AskAsync(client, behind, over.Token), behind.CopyToAsync(client, over.Token));
            await over.CancelAsync();
        }
        catch (Exception e) when (IsOver(e))
        {
            // The server took no connection.
        }
    }

    private async Task AskAsync(NetworkStream client, NetworkStream behind, CancellationToken ct)
    {
        var commands = new RespReader(client, RespLimits.Default);
        while (true)
        {
            var words = (await commands.ReadAsync(ct)).AsItems().Cast<RespValue.Text>().ToList();
            if (slow is { } command && string.Join(' ', words.Take(2)).StartsWith(command, StringComparison.OrdinalIgnoreCase))
            {
                Interlocked.Increment(ref held);
                await Task.Delay(delay, ct);
            }

            var arguments = words.Skip(1).Select(word => new RedisArgument(word.Bytes)).ToArray();
            await behind.WriteAsync(RespWriter.Encode(RedisCommand.OfConnection(words[0].ToString(), arguments)), ct);
        }
    }

    private static bool IsOver(Exception e) => e is OperationCanceledException or IOException or SocketException or ObjectDisposedException;
}
