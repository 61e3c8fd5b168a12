using IncidentBot.Actions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions.Cluster;

/// <summary>Real takeovers of slots: by hand, and after a node was killed.</summary>
public sealed class ClusterFailoverTests
{
    [Fact]
    public async Task A_killed_node_is_named_and_its_replica_takes_over_by_force()
    {
        await using var cluster = await RedisCluster.StartAsync();
        var (dead, heir) = (cluster.Masters[0], cluster.Replicas[0]);
        await using var rig = new ActionRig(cluster.Masters[1].Url, cluster.Settings);
        Assert.Equal("OK", (await dead.AskAsync("SET", "{06S}", "kept")).ToString());
        await Eventually.TrueAsync(async () => (await heir.AskAsync("DBSIZE")).AsLong() == 1, "the replica has the key");

        await dead.KillAsync();
        await cluster.EverywhereAsync("INFO", info => info.Contains("cluster_state:fail", StringComparison.Ordinal), dead);

        var diagnosis = await rig.ReadAsync("diagnose");
        Assert.Equal("CLUSTERDOWN", diagnosis.FailureClass);
        Assert.Contains(diagnosis.Next, next => next.Command == "/redis cluster on primary");
        Assert.Contains(await rig.Verification.CheckAsync("primary", TestRedis.Token), check => check is { Name: "cluster", Passed: false });
        var report = await rig.ReadAsync("cluster");
        Assert.Equal("CLUSTERDOWN", report.FailureClass);
        Assert.Equal(
            $"primary: cluster_state is fail on 5 of 5 nodes; slots 0-5460 (5,461) are not served: their master 127.0.0.1:{dead.Port} has failed",
            report.Answer);
        Assert.Contains($"Restore that node, or let its replica take over: /redis cluster-failover 127.0.0.1:{heir.Port} mode=force", report.Steps);
        report.AssertReadable(rig);

        Assert.Contains(
            "mode=force",
            Assert.IsType<PlanResult.Refused>(await rig.PlanAsync($"cluster-failover 127.0.0.1:{heir.Port}")).Hint,
            StringComparison.Ordinal);
        var typed = $"cluster-failover 127.0.0.1:{heir.Port} mode=force";
        var plan = await rig.ReadyAsync(typed);
        Assert.Equal($"Would have 127.0.0.1:{heir.Port} take over slots 0-5460 (5,461) from 127.0.0.1:{dead.Port}, which has failed.", plan.Summary);
        Assert.StartsWith("acknowledged writes that only the failed master has are lost", plan.CannotBeUndone, StringComparison.Ordinal);
        Assert.Contains("2 of 3 masters can vote; the majority has to.", plan.Notes);
        Assert.False((await rig.VerifyAsync(typed, plan)).Holds);

        var done = Assert.IsType<ApplyResult.Done>(await rig.ApplyAsync(typed, plan));

        Assert.StartsWith($"127.0.0.1:{heir.Port} took over slots 0-5460 (5,461) after ", done.Summary, StringComparison.Ordinal);
        var verified = await rig.VerifyAsync(typed, plan);
        Assert.True(verified.Holds, verified.Answer);
        Assert.Equal(
            $"cluster_state is ok on all 5 nodes that answer, 16,384 slots are ok, 127.0.0.1:{heir.Port} took a test write into its slots",
            verified.Answer);
        Assert.Equal("kept", (await heir.AskAsync("GET", "{06S}")).AsString());
        Assert.Null((await rig.ReadAsync("diagnose")).FailureClass);
        var bare = await rig.ReadAsync("cluster");
        Assert.Equal($"primary: cluster_state is ok; all 16,384 slots are served by 3 masters, but 127.0.0.1:{heir.Port} has no replica: "
            + "the next loss there is an outage", bare.Answer);
        bare.AssertReadable(rig);
    }

    [Fact]
    public async Task A_master_that_lives_hands_its_slots_over_and_loses_nothing()
    {
        await using var cluster = await RedisCluster.StartAsync();
        await using var rig = new ActionRig(cluster.Masters[0].Url, cluster.Settings);
        var (old, heir) = (cluster.Masters[2], cluster.Replicas[2]);
        var typed = $"cluster-failover 127.0.0.1:{heir.Port}";

        var plan = await rig.ReadyAsync(typed);
        Assert.Equal("under 1 MB", plan.Pins["bytes at stake"]);
        Assert.Contains(plan.Notes, note => note.EndsWith(" behind its master.", StringComparison.Ordinal));
        Assert.IsType<ApplyResult.Done>(await rig.ApplyAsync(typed, plan));

        var verified = await rig.VerifyAsync(typed, plan);
        Assert.True(verified.Holds, verified.Answer);
        await Eventually.TrueAsync(async () => (await old.AskAsync("ROLE")).AsItems()[0].AsString() == "slave", "the old master follows");
        Assert.StartsWith($"127.0.0.1:{heir.Port} is a master", Assert.IsType<PlanResult.Refused>(await rig.PlanAsync(typed)).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_majority_of_masters_it_is_refused()
    {
        await using var cluster = await RedisCluster.StartAsync();
        await using var rig = new ActionRig(cluster.Masters[2].Url, cluster.Settings);

        // One after the other: two at once are never agreed to have failed, for want of a majority.
        await cluster.Masters[0].KillAsync();
        await cluster.EverywhereAsync("NODES", known => known.Split('\n').Any(line => line.Contains($":{cluster.Masters[0].Port}@", StringComparison.Ordinal)
            && line.Contains("master,fail,", StringComparison.Ordinal)), cluster.Masters[0]);
        await cluster.Masters[1].KillAsync();
        await Eventually.TrueAsync(
            async () => (await cluster.Replicas[0].AskAsync("CLUSTER", "NODES")).AsString()!.Split('\n').Any(line => line.Contains(
                $":{cluster.Masters[1].Port}@",
                StringComparison.Ordinal) && line.Contains(",fail", StringComparison.Ordinal)), "the replica misses the second one too");

        Assert.Equal(
            "Only 1 of 3 masters can vote: no replica can win without a majority.",
            Assert.IsType<PlanResult.Refused>(await rig.PlanAsync($"cluster-failover 127.0.0.1:{cluster.Replicas[0].Port} mode=force")).Rule);
    }
}
