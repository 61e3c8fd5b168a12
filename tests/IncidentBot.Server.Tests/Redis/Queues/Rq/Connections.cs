using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>Connections with the names of workers, and nobody behind them.</summary>
internal sealed class Connections(RedisServer server) : IAsyncDisposable
{
    private readonly List<RespConnection> open = [];

    public async Task OpenAsync(string name)
    {
        var connection = await server.ConnectAsync();
        open.Add(connection);
        await connection.SendAsync(RespWriter.Encode([RedisCommand.OfConnection("CLIENT", "SETNAME", name)]), TestRedis.Token);
        Assert.Null((await connection.ReadAsync(TestRedis.Token)).AsError);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in open)
        {
            await connection.DisposeAsync();
        }
    }
}
