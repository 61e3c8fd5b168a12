using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>A real Redis with one real fault, and the way to mend it.</summary>
/// <param name="Named">What the bot has to call it.</param>
/// <param name="Break">Done after the bot has connected, as in an outage.</param>
internal sealed record BrokenRedis(RedisServer Server, string Named, Func<Task> Break, Func<Task> Mend) : IAsyncDisposable
{
    public static readonly string[] Faults = ["refused", "hung", "read-only", "misconf", "oom", "max-clients"];

    public static async Task<BrokenRedis> WithAsync(string fault)
    {
        var server = await RedisServer.StartAsync(fault == "max-clients" ? ["--maxclients", "12"] : []);
        IReadOnlyList<RespConnection> crowd = [];
        return fault switch
        {
            "refused" => new(server, "REFUSED", server.KillAsync, () => server.RestartAsync()),
            "hung" => new(server, "HUNG", Now(server.Pause), Now(server.Resume)),
            "read-only" => new(server, "READONLY", Ask(server, "REPLICAOF", "127.0.0.1", $"{FreePort.Next()}"), Ask(server, "REPLICAOF", "NO", "ONE")),
            "misconf" => new(server, "MISCONF", () => StopSavingAsync(server), () => SaveAgainAsync(server)),
            "oom" => new(server, "OOM", () => FillMemoryAsync(server), Ask(server, "CONFIG", "SET", "maxmemory", "0")),
            "max-clients" => new(
                server,
                "MAX CLIENTS",
                async () => crowd = await RedisTroubles.FillClientsAsync(server),
                async () =>
                {
                    foreach (var client in crowd)
                    {
                        await client.DisposeAsync();
                    }
                }),
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "no such fault"),
        };
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static Func<Task> Now(Action action) => () =>
    {
        action();
        return Task.CompletedTask;
    };

    private static Func<Task> Ask(RedisServer server, string name, params string[] arguments) =>
        async () => Assert.Null((await server.AskAsync(name, [.. arguments.Select(argument => (RedisArgument)argument)])).AsError);

    private static async Task FillMemoryAsync(RedisServer server)
    {
        await RedisTroubles.FillAsync(server, ("rl:", 20_000, 10), ("sess:", 2_000, 100));
        await server.AskAsync("CONFIG", "SET", "maxmemory", "1mb");
    }

    /// <summary>A folder in the place of the snapshot, so that it cannot be written, as on a full disk.</summary>
    private static async Task StopSavingAsync(RedisServer server)
    {
        await server.AskAsync("CONFIG", "SET", "save", "3600 1");
        await server.AskAsync("SET", "key", "value");
        Directory.CreateDirectory(Path.Combine(InTheWay(server), "something"));
        await server.AskAsync("BGSAVE");
        await Eventually.TrueAsync(async () => (await server.AskAsync("PING")).AsError is not null, "the snapshot has failed");
    }

    private static async Task SaveAgainAsync(RedisServer server)
    {
        Directory.Delete(InTheWay(server), recursive: true);
        await server.AskAsync("BGSAVE");
        await Eventually.TrueAsync(async () => (await server.AskAsync("PING")).AsError is null, "the snapshot is written");
    }

    private static string InTheWay(RedisServer server) => Path.Combine(server.DataDirectory, "dump.rdb");
}
