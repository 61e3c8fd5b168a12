using System.Net;
using System.Net.Sockets;

namespace IncidentBot.Redis.GameDays;

/// <summary>
/// Loopback ports that are bound, and on which nobody listens. The system gives none of them to anybody who asks for any port, be it for a
/// connection or for a listener; a server that names its port (and sets SO_REUSEADDR, as all of them do) can listen there all the same.
/// Until it does, whoever connects is refused.
/// </summary>
internal sealed class HeldPorts : IDisposable
{
    private readonly Socket[] bound;

    private HeldPorts(Socket[] bound) => (this.bound, Numbers) = (bound, [.. bound.Select(socket => ((IPEndPoint)socket.LocalEndPoint!).Port)]);

    public IReadOnlyList<int> Numbers { get; }

    public static HeldPorts Hold(int count) => new([.. Enumerable.Range(0, count).Select(_ => Bound())]);

    public void Dispose() => Array.ForEach(bound, socket => socket.Dispose());

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
