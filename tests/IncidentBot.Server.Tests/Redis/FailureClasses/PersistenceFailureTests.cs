using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Support;

namespace IncidentBot.Redis;

/// <summary>On a disk that is full, and then is not.</summary>
public sealed class PersistenceFailureTests
{
    private const int Room = 64 * 1024;

    [Fact]
    public async Task A_snapshot_that_fails_stops_writes_until_one_succeeds()
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = await ActionRig.ConnectedAsync(server);
        await RedisTroubles.FillAsync(server, ("order:", 20_000, 30));
        await server.AskAsync("CONFIG", "SET", "save", "3600 1");
        server.LimitFiles(Room);
        await server.AskAsync("BGSAVE");
        await Eventually.TrueAsync(async () => (await server.AskAsync("PING")).AsError is not null, "the snapshot has failed");

        var diagnosis = await rig.DiagnosedAsync(FailureClass.Misconf);

        Assert.Equal("primary refuses writes: the last snapshot to disk failed.", diagnosis.Answer);
        Assert.Contains(diagnosis.Steps, line => line.Contains("`/redis bgsave`", StringComparison.Ordinal));
        server.LimitFiles(null);
        await rig.DoAsync("bgsave");
        await rig.OverAsync();
    }

    [Fact]
    public async Task An_append_only_file_that_cannot_grow_stops_writes_until_there_is_room()
    {
        await using var server = await RedisServer.StartAsync("--appendonly", "yes", "--appendfsync", "everysec");
        await using var rig = await ActionRig.ConnectedAsync(server);
        server.LimitFiles(Room);
        await RedisTroubles.FillAsync(server, ("order:", 5000, 30));
        await Eventually.TrueAsync(async () => (await server.AskAsync("SET", "a", "b")).AsError is not null, "the append-only file cannot be written");
        Assert.StartsWith("MISCONF Errors writing to the AOF file: ", (await server.AskAsync("SET", "a", "b")).AsError!.Message, StringComparison.Ordinal);

        var diagnosis = await rig.DiagnosedAsync(FailureClass.Misconf);

        Assert.Equal("primary refuses writes: the last write to the append-only file failed.", diagnosis.Answer);
        Assert.Equal("MISCONF", (await rig.ReadAsync("persistence")).FailureClass);
        server.LimitFiles(null);
        await rig.OverAsync();
    }
}
