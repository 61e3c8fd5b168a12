using System.Net;
using System.Net.Sockets;
using System.Text;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.GameDays;

/// <summary>An application's connection, as plain as it gets: it says what it is told, and reads when it is told.</summary>
internal sealed class SceneClient : IAsyncDisposable
{
    private readonly RespConnection connection;
    private readonly NetworkStream stream;
    private readonly CancellationToken ending;

    private SceneClient(NetworkStream stream, IPEndPoint address, CancellationToken ending)
    {
        this.stream = stream;
        this.ending = ending;
        connection = new RespConnection(stream, address);
    }

    public static async Task<SceneClient> ConnectAsync(int port, CancellationToken ending)
    {
        var address = new IPEndPoint(IPAddress.Loopback, port);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address, ending);
            return new SceneClient(new NetworkStream(socket, ownsSocket: true), address, ending);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async Task<RespValue> AskAsync(string name, params RedisArgument[] arguments)
    {
        await SendAsync(name, arguments);
        return await connection.ReadAsync(ending);
    }

    /// <summary>Nobody reads the reply.</summary>
    public Task SendAsync(string name, params RedisArgument[] arguments) =>
        connection.SendAsync(RespWriter.Encode(RedisCommand.OfConnection(name, arguments)), ending);

    /// <summary>The reply is waited for and thrown away unread, however long: its end is where the answer to a PING behind it begins.</summary>
    public async Task SkipAsync(string name, params RedisArgument[] arguments)
    {
        await SendAsync(name, arguments);
        await SendAsync("PING");
        var buffer = new byte[64 * 1024];
        var tail = "";
        while (!tail.EndsWith("+PONG\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, ending);
            if (read == 0)
            {
                throw new EndOfStreamException();
            }

            tail = (tail + Encoding.Latin1.GetString(buffer, Math.Max(0, read - 7), Math.Min(read, 7)))[^Math.Min(tail.Length + Math.Min(read, 7), 7)..];
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
