using System.Collections.Concurrent;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Support;

/// <summary>MONITOR on a connection of its own: every command that the server executes from here on.</summary>
internal sealed class MonitoredRedis : IAsyncDisposable
{
    private readonly RespConnection connection;
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<string> lines = [];
    private readonly Task reading;

    private MonitoredRedis(RespConnection connection)
    {
        this.connection = connection;
        reading = ReadAsync();
    }

    public IReadOnlyList<string> Unlinks => [.. lines.Where(line => line.Contains("\"UNLINK\"", StringComparison.OrdinalIgnoreCase))];

    public static async Task<MonitoredRedis> StartAsync(RedisServer server)
    {
        var connection = await server.ConnectAsync();
        await connection.SendAsync(RespWriter.Encode(RedisCommand.OfConnection("MONITOR")), TestRedis.Token);
        Assert.Equal("OK", (await connection.ReadAsync(TestRedis.Token)).AsString());
        return new MonitoredRedis(connection);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await reading;
        await connection.DisposeAsync();
        stop.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                lines.Enqueue((await connection.ReadAsync(stop.Token)).AsString()!);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The test is over.
        }
    }
}
