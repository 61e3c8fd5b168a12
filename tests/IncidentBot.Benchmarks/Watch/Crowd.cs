using System.Net;
using System.Net.Sockets;
using IncidentBot.Benchmarks.Support;

namespace IncidentBot.Benchmarks.Watch;

/// <summary>Clients that are connected and ask nothing: whoever lists clients has to list them too.</summary>
internal sealed class Crowd(IReadOnlyList<Socket> clients) : IAsyncDisposable
{
    public static async Task<Crowd> ConnectAsync(RedisServer redis, int count, CancellationToken ct)
    {
        var clients = new List<Socket>();
        for (var n = 0; n < count; n++)
        {
            clients.Add(new Socket(SocketType.Stream, ProtocolType.Tcp));
            await clients[^1].ConnectAsync(new IPEndPoint(IPAddress.Loopback, redis.Port), ct);
        }

        return new Crowd(clients);
    }

    public ValueTask DisposeAsync()
    {
        foreach (var client in clients)
        {
            client.Dispose();
        }

        return ValueTask.CompletedTask;
    }
}
