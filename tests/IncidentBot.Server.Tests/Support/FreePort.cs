using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace IncidentBot.Support;

/// <summary>A loopback port that nobody uses and that no other test of this process was given.</summary>
internal static class FreePort
{
    private static readonly ConcurrentDictionary<int, bool> Given = new();

    public static int Next()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            if (Given.TryAdd(port, true))
            {
                return port;
            }
        }
    }
}
