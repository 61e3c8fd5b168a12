using System.Globalization;
using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Support;

namespace IncidentBot.Redis;

public sealed class ReplicationFailureTests
{
    [Fact]
    public async Task A_master_that_became_a_replica_refuses_writes_until_it_is_a_master_again()
    {
        await using var other = await RedisServer.StartAsync("--repl-diskless-sync-delay", "0");
        await using var server = await RedisServer.StartAsync();
        await using var rig = await ActionRig.ConnectedAsync(server);
        await server.AskAsync("REPLICAOF", "127.0.0.1", other.Port);
        await Eventually.TrueAsync(async () => (await rig.ReadAsync("replication")).FailureClass == "READONLY", "the link is up");

        var diagnosis = await rig.DiagnosedAsync(FailureClass.ReadOnly, byPing: false);

        Assert.Contains($"127.0.0.1:{other.Port}", diagnosis.Answer, StringComparison.Ordinal);

        // The held connection is replaced when the role changes; a check in that moment finds it closed.
        await Eventually.TrueAsync(
            async () => (await rig.Verification.CheckAsync("primary", TestRedis.Token))[1].Evidence.StartsWith("READONLY ", StringComparison.Ordinal),
            "the write is refused as a replica refuses it");
        await server.AskAsync("REPLICAOF", "NO", "ONE");
        await rig.OverAsync();
    }

    [Fact]
    public async Task A_replica_that_lost_its_master_serves_nothing_until_it_is_promoted()
    {
        await using var master = await RedisServer.StartAsync("--repl-diskless-sync-delay", "0");
        await using var server = await RedisServer.StartAsync("--replica-serve-stale-data", "no", "--replicaof", "127.0.0.1", Text(master.Port));
        await Eventually.TrueAsync(async () => (await server.AskAsync("PING")).AsError is null, "the link is up");
        await using var rig = new ActionRig(server.Url);
        await master.KillAsync();
        await Eventually.TrueAsync(async () => (await server.AskAsync("PING")).AsError is not null, "the link is lost");

        await rig.DiagnosedAsync(FailureClass.MasterDown);

        await server.AskAsync("REPLICAOF", "NO", "ONE");
        await rig.OverAsync();
    }

    [Fact]
    public async Task A_master_without_enough_replicas_refuses_writes_until_one_is_back()
    {
        await using var server = await RedisServer.StartAsync("--min-replicas-to-write", "1", "--repl-diskless-sync-delay", "0");
        string[] following = ["--replicaof", "127.0.0.1", Text(server.Port)];
        await using var replica = await RedisServer.StartAsync(following);
        await using var rig = await ActionRig.ConnectedAsync(server);
        await rig.OverAsync();
        await replica.KillAsync();
        await Eventually.TrueAsync(async () => (await server.AskAsync("SET", "a", "b")).AsError is not null, "the replica is missed");

        await rig.DiagnosedAsync(FailureClass.NoReplicas, byPing: false);

        await replica.RestartAsync(following);
        await rig.OverAsync();
    }

    /// <summary>No outage yet: a warning, for as long as it is so.</summary>
    [Fact]
    public async Task A_replica_that_falls_behind_is_a_risk_until_it_follows_again()
    {
        await using var server = await RedisServer.StartAsync("--repl-diskless-sync-delay", "0");
        await using var replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", Text(server.Port));
        await using var rig = await ActionRig.ConnectedAsync(server);
        await Eventually.TrueAsync(async () => (await rig.ReadAsync("replication")) is { Healthy: true } report
            && report.Text().Contains(Text(replica.Port), StringComparison.Ordinal), "the replica follows");
        replica.Pause();

        await Eventually.TrueAsync(
            async () => (await rig.ReadAsync("diagnose")).FailureClass == FailureClass.ReplicaBehind.Text().Name,
            "the diagnosis says so");
        Assert.Contains($"is well, but its replica 127.0.0.1:{replica.Port} is ", (await rig.ReadAsync("diagnose")).Answer, StringComparison.Ordinal);

        Assert.Equal("primary is the master; 1 of 1 replicas is behind", (await rig.ReadAsync("replication")).Answer);
        replica.Resume();
        await Eventually.TrueAsync(async () => (await rig.ReadAsync("replication")).Healthy, "the replica follows again");
        await rig.OverAsync();
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
