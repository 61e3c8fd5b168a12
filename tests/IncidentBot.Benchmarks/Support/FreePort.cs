using System.Net;
using System.Net.Sockets;

namespace IncidentBot.Benchmarks.Support;

internal static class FreePort
{
    /// <summary>A loopback port on which nobody listens.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
