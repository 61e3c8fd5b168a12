using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Sessions;
using IncidentBot.Support;

namespace IncidentBot.Redis;

public sealed class CanaryWriteTests
{
    [Fact]
    public async Task A_healthy_server_takes_it_and_keeps_nothing()
    {
        await using var server = await RedisServer.StartAsync();

        Assert.Null(await TryAsync(server));
        Assert.Equal(0, (await server.AskAsync("DBSIZE")).AsLong());
    }

    [Fact]
    public async Task A_server_out_of_memory_refuses_it()
    {
        await using var server = await RedisServer.StartAsync("--maxmemory", "100kb");

        Assert.Equal(FailureClass.OutOfMemory, await TryAsync(server));
    }

    [Fact]
    public async Task A_replica_refuses_it()
    {
        await using var server = await RedisTroubles.ReplicaWithoutMasterAsync(serveStale: true);

        Assert.Equal(FailureClass.ReadOnly, await TryAsync(server));
    }

    [Fact]
    public async Task A_master_without_its_replicas_refuses_it()
    {
        await using var server = await RedisServer.StartAsync("--min-replicas-to-write", "1");

        Assert.Equal(FailureClass.NoReplicas, await TryAsync(server));
    }

    [Fact]
    public async Task A_server_that_cannot_save_refuses_it()
    {
        await using var server = await RedisTroubles.SnapshotsFailAsync();

        Assert.Equal(FailureClass.Misconf, await TryAsync(server));
    }

    [Fact]
    public async Task A_cluster_without_slots_refuses_it()
    {
        await using var server = await RedisServer.StartAsync("--cluster-enabled", "yes");

        Assert.Equal(FailureClass.ClusterDown, await TryAsync(server));
    }

    private static async Task<FailureClass?> TryAsync(RedisServer server)
    {
        await using var session =
            await new RedisSessions(RedisEndpoint.Parse(server.Url), new RedisTls(), TestRedis.Patient, TimeProvider.System).OpenAsync(TestRedis.Token);
        return (await CanaryWrite.TryAsync(session, TestRedis.Token))?.Class;
    }
}
