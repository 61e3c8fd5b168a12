using IncidentBot.Redis.Info;
using IncidentBot.Redis.Queues.BullMq;
using IncidentBot.Redis.Queues.Rq;
using IncidentBot.Support;

namespace IncidentBot.Redis.Permissions;

/// <summary>A Redis with something to do for every action, made once by BullMQ and RQ themselves; each test starts a copy.</summary>
public sealed class SeededRedis : IAsyncLifetime
{
    private const string File = "dump.rdb";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("incidentbot-seed-");

    public async ValueTask InitializeAsync()
    {
        await using var server = await RedisServer.StartAsync();
        await Task.WhenAll(
            new BullMqPeer(BullMqPeer.V6, server, 0).RunAsync(BullMqPeer.Do("seed"), BullMqPeer.Do("lookForStalled")),
            RqPython.RunAsync(server, "finish=1", "fail=4", "schedule=2", "abandon", "expire", "enqueue=2"),
            RedisTroubles.FillAsync(server, ("rl:", 300, 20)));
        Assert.Null((await server.AskAsync("SAVE")).AsError);
        System.IO.File.Copy(Path.Combine(server.DataDirectory, File), Path.Combine(folder.FullName, File));
    }

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    internal async Task<SeededServer> StartAsync(params string[] arguments)
    {
        var copy = Directory.CreateTempSubdirectory("incidentbot-seeded-");
        System.IO.File.Copy(Path.Combine(folder.FullName, File), Path.Combine(copy.FullName, File));
        return new SeededServer(await RedisServer.StartInAsync(copy.FullName, arguments), copy);
    }
}

internal sealed record SeededServer(RedisServer Redis, DirectoryInfo Folder) : IAsyncDisposable
{
    /// <summary>The same as long as nothing was written, no snapshot was made and no limit was set.</summary>
    public async Task<string> ChangesAsync()
    {
        var persistence = RedisInfo.Parse((await Redis.AskAsync("INFO", "everything")).AsString()!).Persistence;
        return $"{persistence.ChangesSinceSnapshot} {persistence.LastSnapshotAt} {await Redis.AskAsync("CONFIG", "GET", "max*")}";
    }

    public async ValueTask DisposeAsync()
    {
        await Redis.DisposeAsync();
        Folder.Delete(recursive: true);
    }
}
