using System.Globalization;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions;

public sealed class ReplicationActionTests
{
    [Fact]
    public async Task A_master_without_replicas_is_well()
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = await ActionRig.ConnectedAsync(server);

        var report = await rig.ReadAsync("replication");

        Assert.True(report.Healthy);
        Assert.Equal("primary is the master, without replicas", report.Answer);
    }

    [Fact]
    public async Task A_replica_that_follows_is_well_and_one_that_hangs_is_behind()
    {
        await using var master = await RedisServer.StartAsync("--repl-diskless-sync-delay", "0");
        await using var replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", Text(master.Port));
        await using var rig = await ActionRig.ConnectedAsync(master);

        await Eventually.TrueAsync(
            async () => (await rig.ReadAsync("replication")).Healthy && (await rig.ReadAsync("replication")).Evidence.Count == 3,
            "the replica follows");
        var well = await rig.ReadAsync("replication");
        Assert.Equal("primary is the master; its replica follows", well.Answer);
        Assert.Matches($@"^127\.0\.0\.1:{replica.Port}  online, [01] s behind, \d+ B to go$", well.Evidence[0]);
        Assert.Equal("Backlog: 1 MB", well.Evidence[1]);
        Assert.Equal("Waiting to be sent: 0 B in the output buffers of 1 replica", well.Evidence[2]);

        replica.Pause();
        await RedisTroubles.FillAsync(master, ("rl:", 20_000, 1000));
        await Eventually.TrueAsync(async () => !(await rig.ReadAsync("replication")).Healthy, "the replica is behind");
        var late = await rig.ReadAsync("replication");
        Assert.Equal("primary is the master; 1 of 1 replicas is behind", late.Answer);
        Assert.Matches(@"  online, \d+ s behind, \d+(\.\d)? MB to go$", late.Evidence[0]);
        Assert.Equal("Backlog: 1 MB; a replica is further behind than that: cut off, it would copy everything anew", late.Evidence[1]);
        Assert.DoesNotContain(" 0 B in the output buffers", late.Evidence[2], StringComparison.Ordinal);
        late.AssertReadable(rig);
    }

    [Fact]
    public async Task Too_few_good_replicas_are_counted_and_named()
    {
        await using var master = await RedisServer.StartAsync("--min-replicas-to-write", "2", "--repl-diskless-sync-delay", "0");
        await using var replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", Text(master.Port));
        await using var rig = await ActionRig.ConnectedAsync(master);
        await Eventually.TrueAsync(async () => (await rig.ReadAsync("replication")).Answer.Contains("1 of the 2", StringComparison.Ordinal), "one is good");

        var report = await rig.ReadAsync("replication");

        Assert.Equal("primary refuses writes: 1 of the 2 replicas it needs are good", report.Answer);
        Assert.Equal("NOREPLICAS", report.FailureClass);
        Assert.False(report.Healthy);
        report.AssertReadable(rig);
    }

    [Fact]
    public async Task A_replica_names_its_master_while_the_link_is_up_and_when_it_is_lost()
    {
        await using var master = await RedisServer.StartAsync("--repl-diskless-sync-delay", "0");
        await using var replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", Text(master.Port));
        await using var rig = await ActionRig.ConnectedAsync(replica);

        await Eventually.TrueAsync(async () => (await rig.ReadAsync("replication")).FailureClass == "READONLY", "the link is up");
        var up = await rig.ReadAsync("replication");
        Assert.Equal($"primary is a replica of 127.0.0.1:{master.Port}: it refuses writes", up.Answer);
        Assert.False(up.Healthy);
        up.AssertReadable(rig);

        await master.KillAsync();
        await Eventually.TrueAsync(async () => (await rig.ReadAsync("replication")).FailureClass == "MASTERDOWN", "the link is lost");
        var lost = await rig.ReadAsync("replication");
        Assert.Equal($"primary is a replica and has lost its master 127.0.0.1:{master.Port}", lost.Answer);
        Assert.Matches(@"^The link has been down for \d+ s\.$", lost.Evidence[0]);
        lost.AssertReadable(rig);
    }

    [Fact]
    public async Task A_link_that_never_was_up_is_not_said_to_be_down_for_no_time()
    {
        await using var replica = await RedisTroubles.ReplicaWithoutMasterAsync(serveStale: true);
        await using var rig = await ActionRig.ConnectedAsync(replica);

        Assert.Equal("The link has not been up since this server became a replica.", (await rig.ReadAsync("replication")).Evidence[0]);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
