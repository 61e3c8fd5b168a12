using System.Net;
using System.Net.Sockets;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.GameDays;

/// <summary>An application's connection, as plain as it gets: it says what it is told, and reads when it is told.</summary>
internal sealed class SceneClient : IAsyncDisposable
{
    private readonly RespConnection connection;
    private readonly CancellationToken ending;

    private SceneClient(RespConnection connection, CancellationToken ending) => (this.connection, this.ending) = (connection, ending);

    public static async Task<SceneClient> ConnectAsync(int port, CancellationToken ending)
    {
        var address = new IPEndPoint(IPAddress.Loopback, port);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address, ending);
            return new SceneClient(new RespConnection(new NetworkStream(socket, ownsSocket: true), address), ending);
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

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
