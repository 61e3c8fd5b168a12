using IncidentBot.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions.Cluster;

/// <summary>A real cluster, all well, and what is said about it and refused on it.</summary>
public sealed class ClusterTests(ClusterTests.Group group) : IClassFixture<ClusterTests.Group>
{
    private readonly RedisCluster cluster = group.Servers;

    [Fact]
    public async Task A_cluster_that_is_well_is_counted()
    {
        await using var rig = new ActionRig(cluster.Masters[0].Url, cluster.Settings);

        var report = await rig.ReadAsync("cluster");

        Assert.True(report.Healthy, report.Text());
        Assert.Equal("primary: cluster_state is ok; all 16,384 slots are served by 3 masters, each with a replica", report.Answer);
        Assert.Equal("6 nodes answer; 16384 slots assigned, 16384 ok, 0 suspected, 0 failed", report.Evidence[0]);
        Assert.Equal($"127.0.0.1:{cluster.Masters[0].Port}  master, slots 0-5460 (5,461); replica 127.0.0.1:{cluster.Replicas[0].Port}", report.Evidence[1]);
        Assert.Equal(4, report.Evidence.Count);
        Assert.Equal((6, 16384), (report.Readings.ValueOf("cluster.nodes_answering"), report.Readings.ValueOf("cluster_slots_ok")));
        report.AssertReadable(rig);
    }

    [Fact]
    public async Task A_target_without_nodes_asks_itself_and_says_who_else_there_is()
    {
        await using var rig = new ActionRig(cluster.Masters[0].Url);

        var report = await rig.ReadAsync("cluster");

        Assert.True(report.Healthy, report.Text());
        Assert.StartsWith("1 nodes answer; ", report.Evidence[0], StringComparison.Ordinal);
        Assert.Contains("Not in the settings, so not asked: ", report.Text(), StringComparison.Ordinal);
        report.AssertReadable(rig);

        await using var trusting = new ActionRig(cluster.Masters[0].Url, "Targets:primary:TrustAnnounced=true");
        Assert.StartsWith("6 nodes answer; ", (await trusting.ReadAsync("cluster")).Evidence[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_stands_alone_is_in_no_cluster()
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = new ActionRig(server.Url);

        Assert.Equal("primary is not a node of a cluster", (await rig.ReadAsync("cluster")).Answer);
        Assert.IsType<PlanResult.Refused>(await rig.PlanAsync($"cluster-failover 127.0.0.1:{server.Port}"));
    }

    [Fact]
    public async Task A_key_on_another_node_is_understood_to_mean_a_cluster()
    {
        // Slot 16383 is not the first master's.
        var text = (await cluster.Masters[0].AskAsync("GET", "aaaa{8YG}")).AsError
            ?? (await cluster.Masters[0].AskAsync("GET", "b")).AsError
            ?? (await cluster.Masters[1].AskAsync("GET", "b")).AsError;

        Assert.Equal(FailureClass.ClusterRedirect, text!.Class);
        Assert.Contains("one node of a Redis Cluster", text.Class.Text().Cause, StringComparison.Ordinal);
        Assert.Contains("Nodes", text.Class.Text().NextStep, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("safe")]
    [InlineData("force")]
    public async Task A_master_is_told_from_a_replica_and_a_stranger(string mode)
    {
        await using var rig = new ActionRig(cluster.Masters[0].Url, cluster.Settings);

        Assert.Equal(
            $"127.0.0.1:{cluster.Masters[1].Port} is a master and serves slots 5461-10921 (5,461): only a replica takes over.",
            Assert.IsType<PlanResult.Refused>(await rig.PlanAsync($"cluster-failover 127.0.0.1:{cluster.Masters[1].Port} {mode}")).Rule);
        Assert.Contains(
            "is no node of the cluster of primary",
            Assert.IsType<PlanResult.Refused>(await rig.PlanAsync($"cluster-failover 127.0.0.1:9 {mode}")).Rule,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Force_is_refused_while_the_master_lives_and_takeover_is_never_offered()
    {
        await using var rig = new ActionRig(cluster.Masters[0].Url, cluster.Settings);

        var refused = Assert.IsType<PlanResult.Refused>(await rig.PlanAsync($"cluster-failover 127.0.0.1:{cluster.Replicas[0].Port} mode=force"));

        Assert.StartsWith($"Its master 127.0.0.1:{cluster.Masters[0].Port} has not failed", refused.Rule, StringComparison.Ordinal);
        Assert.Contains("cluster-failover", refused.Hint, StringComparison.Ordinal);
        Assert.IsType<ActionReading.Wrong>(rig.Reader.Read("redis.cluster-failover", ["127.0.0.1:1", "mode=takeover"], null));
        Assert.IsType<ActionReading.Wrong>(rig.Reader.Read("redis.cluster-failover", ["replica"], null));
    }

    [Fact]
    public async Task Reading_and_planning_change_nothing()
    {
        await using var rig = new ActionRig(cluster.Masters[0].Url, cluster.Settings);

        await GroupDryRun.AssertAsync(cluster.Nodes, async () =>
        {
            await rig.ReadAsync("cluster");
            await rig.ReadAsync("diagnose");
            await rig.ReadyAsync($"cluster-failover 127.0.0.1:{cluster.Replicas[2].Port}");
        });
    }

    [Fact]
    public async Task A_user_without_the_permission_is_no_outage()
    {
        foreach (var node in cluster.Nodes)
        {
            await node.AskAsync("ACL", "SETUSER", "narrow", "reset", "on", $">{ActionRig.Password}", "+ping", "+info");
        }

        await using var rig = new ActionRig(cluster.Masters[0].UrlWith($"narrow:{ActionRig.Password}"), cluster.Settings);
        var report = await rig.ReadAsync("cluster");

        Assert.True(report.Healthy, report.Text());
        Assert.Equal("NOPERM", report.FailureClass);
        Assert.Contains("cluster|nodes", report.Text(), StringComparison.Ordinal);
        report.AssertReadable(rig);
    }

    [Fact]
    public async Task What_our_user_may_not_do_is_named_before_anything_is_done()
    {
        foreach (var node in cluster.Nodes)
        {
            await node.AskAsync("ACL", "SETUSER", "reader", "reset", "on", $">{ActionRig.Password}", "~*", "+@all", "-cluster|failover");
        }

        await using var rig = new ActionRig(cluster.Masters[0].UrlWith($"reader:{ActionRig.Password}"), cluster.Settings);
        var refused = Assert.IsType<PlanResult.Refused>(await rig.PlanAsync($"cluster-failover 127.0.0.1:{cluster.Replicas[0].Port}"));

        Assert.Equal(
            $"On 127.0.0.1:{cluster.Replicas[0].Port}, user reader may not run CLUSTER FAILOVER (ACL SETUSER reader +cluster|failover).",
            refused.Rule);
        Assert.Contains("no outage", refused.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_verification_looks_at_the_cluster_and_writes_where_the_key_belongs()
    {
        await using var rig = new ActionRig(cluster.Masters[1].Url, cluster.Settings);

        var checks = await rig.Verification.CheckAsync("primary", TestRedis.Token);

        Assert.All(checks, check => Assert.True(check.Passed, $"{check.Name}: {check.Evidence}"));
        Assert.Contains(checks, check => check.Name == "cluster" && check.Evidence.Contains("16,384 slots", StringComparison.Ordinal));
    }

    public sealed class Group : IAsyncLifetime
    {
        internal RedisCluster Servers { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Servers = await RedisCluster.StartAsync();

        public ValueTask DisposeAsync() => Servers.DisposeAsync();
    }
}
