using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Support;

/// <summary>Real servers in the states that real outages leave them in.</summary>
internal static class RedisTroubles
{
    public static async Task<RedisServer> LoadingAsync()
    {
        var server = await RedisServer.StartAsync("--enable-debug-command", "yes");
        await server.AskAllAsync(RedisCommand.Of("DEBUG", "POPULATE", 4000, "key", 200), RedisCommand.Of("SAVE"));
        await server.KillAsync();
        await server.RestartIntoLoadingAsync("--key-load-delay", "10000", "--loading-process-events-interval-bytes", "1024");
        return server;
    }

    public static async Task<RedisServer> SnapshotsFailAsync()
    {
        var server = await RedisServer.StartAsync();
        await server.AskAllAsync(RedisCommand.Of("CONFIG", "SET", "save", "3600 1"), RedisCommand.Of("SET", "key", "value"));
        Directory.Delete(server.DataDirectory, recursive: true);
        await server.AskAsync("BGSAVE");
        await Eventually.TrueAsync(async () => (await server.AskAsync("PING")).AsError is not null, "the snapshot has failed");
        return server;
    }

    public static async Task<RedisServer> ReplicaWithoutMasterAsync(bool serveStale)
    {
        var server = await RedisServer.StartAsync("--replica-serve-stale-data", serveStale ? "yes" : "no");
        await server.AskAsync("REPLICAOF", "127.0.0.1", FreePort.Next());
        await Eventually.TrueAsync(async () => serveStale || (await server.AskAsync("PING")).AsError is not null, "the link is down");
        return server;
    }

    public static async Task<(RedisServer Server, RespConnection Script)> BusyAsync(bool hasWritten = false)
    {
        var server = await RedisServer.StartAsync("--busy-reply-threshold", "100");
        return (server, await OccupyAsync(server, hasWritten ? "redis.call('set', 'a', 'b')" : "redis.call('get', 'a')"));
    }

    /// <summary>Runs a script that does the same for ever.</summary>
    public static Task<RespConnection> OccupyAsync(RedisServer server, string body = "redis.call('get', 'a')") =>
        OccupyAsync(server, RedisCommand.Of("EVAL", $"while true do {body} end", 0));

    /// <summary>A command that never ends; from here on everybody else is told BUSY.</summary>
    public static async Task<RespConnection> OccupyAsync(RedisServer server, RedisCommand endless)
    {
        var script = await server.ConnectAsync();
        await script.SendAsync(RespWriter.Encode(endless), TestRedis.Token);
        await Eventually.TrueAsync(async () => (await server.AskAsync("PING")).AsError is not null, "the script is called long");
        return script;
    }

    /// <summary>Takes every place but the ones already taken. Who drops the connections gives the places back at some moment.</summary>
    public static async Task<IReadOnlyList<RespConnection>> FillClientsAsync(RedisServer server)
    {
        var taken = new List<RespConnection>();
        while (true)
        {
            var connection = await server.ConnectAsync();
            await connection.SendAsync(RespWriter.Encode(RedisCommand.Of("PING")), TestRedis.Token);
            if ((await connection.ReadAsync(TestRedis.Token)).AsError is not null)
            {
                await connection.DisposeAsync();
                return taken;
            }

            taken.Add(connection);
        }
    }

    /// <summary>Keys of a size, by the server itself; then the limit is set below what is in use.</summary>
    public static async Task<RedisServer> OutOfMemoryAsync(params (string Prefix, int Keys, int Size)[] content)
    {
        var server = await RedisServer.StartAsync();
        await FillAsync(server, content);
        await server.AskAsync("CONFIG", "SET", "maxmemory", "1mb");
        return server;
    }

    public static async Task FillAsync(RedisServer server, params (string Prefix, int Keys, int Size)[] content)
    {
        foreach (var (prefix, keys, size) in content)
        {
            await server.AskAsync(
                "EVAL", "for i = 1, ARGV[2] do redis.call('set', ARGV[1] .. i, string.rep('x', ARGV[3])) end", 0, prefix, keys, size);
        }
    }
}
