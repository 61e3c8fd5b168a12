using System.Globalization;

namespace IncidentBot.Redis.GameDays.Outages;

/// <summary>Servers that decide together which of them is the master.</summary>
internal static class GroupOutages
{
    private const int Slots = 16384;

    public static IReadOnlyList<Outage> All { get; } =
    [
        new("two-masters", "data differs", "both halves of a pair take writes", ["master", StageTargets.Standby], TwoMastersAsync)
        {
            Target = StageTargets.Pair,
            FirstStep = "/redis standby",
        },
        new("standby-lost", "is the standby well?", "the standby is gone", [StageTargets.Standby], StandbyLostAsync)
        {
            Target = StageTargets.Pair,
            FirstStep = "/redis standby",
        },
        new("no-quorum", "could Redis fail over?", "two of three sentinels are gone", ["sentinel|fail over"], NoQuorumAsync)
        {
            Target = StageTargets.Watched,
            FirstStep = "sentinels",
        },
        new("cluster-slots", "some keys fail", "some slots belong to nobody", ["slots", "nobody"], SlotsAsync)
        {
            Target = StageTargets.Cluster,
            FirstStep = "cluster",
        },
        new("cluster-node", "some keys fail", "one node of the cluster is dead", ["not served", "failed"], NodeAsync)
        {
            Target = StageTargets.Cluster,
            FirstStep = "cluster",
        },
    ];

    public static async Task<(SceneServer Master, SceneServer Standby)> PairAsync(Scene scene)
    {
        var master = await scene.StartAsync(StageTargets.Pair, "--repl-diskless-sync-delay", "0");
        var standby = await scene.StartAsync(StageTargets.Standby, "--replicaof", "127.0.0.1", Text(master.Port));
        await ReplicationOutages.FollowsAsync(scene, master);
        return (master, standby);
    }

    public static async Task<IReadOnlyList<SceneServer>> WatchedAsync(Scene scene)
    {
        var master = await scene.StartAsync(StageTargets.Watched, "--repl-diskless-sync-delay", "0");
        await scene.StartAtAsync(scene.Ports.Replica, "--replicaof", "127.0.0.1", Text(master.Port));
        await ReplicationOutages.FollowsAsync(scene, master);
        var sentinels = new List<SceneServer>();
        foreach (var port in scene.Ports.Sentinels)
        {
            sentinels.Add(await scene.StartSentinelAsync(port, master.Port));
        }

        foreach (var sentinel in sentinels)
        {
            await scene.UntilAsync("the sentinels know each other and the replica", async () =>
                (await sentinel.AskAsync("SENTINEL", "CKQUORUM", StageTargets.Watched)).AsError is null
                && (await sentinel.AskAsync("SENTINEL", "SENTINELS", StageTargets.Watched)).AsItems().Count == 2
                && (await sentinel.AskAsync("SENTINEL", "REPLICAS", StageTargets.Watched)).AsItems().Count == 1);
        }

        return sentinels;
    }

    public static async Task<IReadOnlyList<SceneServer>> ClusterAsync(Scene scene, int slots = Slots)
    {
        var nodes = new List<SceneServer>();
        foreach (var port in scene.Ports.Nodes)
        {
            nodes.Add(await scene.StartAtAsync(
                port, "--cluster-enabled", "yes", "--cluster-node-timeout", "1500", "--cluster-announce-ip",
                "127.0.0.1", "--cluster-port", Text(BusPort(scene, port))));
        }

        for (var i = 0; i < nodes.Count; i++)
        {
            await nodes[i].AskAsync("CLUSTER", "SET-CONFIG-EPOCH", Text(i + 1));
            await nodes[i].AskAsync("CLUSTER", "ADDSLOTSRANGE", Text(i * Slots / nodes.Count), Text(Math.Min(slots, (i + 1) * Slots / nodes.Count) - 1));
            await nodes[0].AskAsync("CLUSTER", "MEET", "127.0.0.1", Text(nodes[i].Port), Text(BusPort(scene, nodes[i].Port)));
        }

        var state = slots == Slots ? "cluster_state:ok" : "cluster_state:fail";
        foreach (var node in nodes)
        {
            await scene.UntilAsync("the nodes know each other", async () =>
                (await node.AskAsync("CLUSTER", "INFO")).AsString() is { } info
                && info.Contains(state, StringComparison.Ordinal)
                && info.Contains("cluster_size:3", StringComparison.Ordinal)
                && info.Contains($"cluster_slots_assigned:{Text(slots)}", StringComparison.Ordinal));
        }

        return nodes;
    }

    /// <summary>A port of its own: the default, port + 10000, does not exist for every port.</summary>
    private static int BusPort(Scene scene, int port) => scene.Ports.Buses[scene.Ports.Nodes.ToList().IndexOf(port)];

    private static async Task TwoMastersAsync(Scene scene)
    {
        var (master, standby) = await PairAsync(scene);
        await standby.AskAsync("REPLICAOF", "NO", "ONE");
        await master.AskAsync("SET", "cart:1", "here");
        await standby.AskAsync("SET", "cart:1", "there");
    }

    private static async Task StandbyLostAsync(Scene scene) => await (await PairAsync(scene)).Standby.KillAsync();

    private static async Task NoQuorumAsync(Scene scene)
    {
        var sentinels = await WatchedAsync(scene);
        await sentinels[1].KillAsync();
        await sentinels[2].KillAsync();
        await scene.UntilAsync("the last one sees it", async () =>
            (await sentinels[0].AskAsync("SENTINEL", "CKQUORUM", StageTargets.Watched)).AsError is not null);
    }

    private static async Task SlotsAsync(Scene scene) => await ClusterAsync(scene, Slots - 100);

    private static async Task NodeAsync(Scene scene)
    {
        var nodes = await ClusterAsync(scene);
        await nodes[2].KillAsync();
        await scene.UntilAsync("the others see it", async () =>
            (await nodes[0].AskAsync("CLUSTER", "INFO")).AsString()!.Contains("cluster_state:fail", StringComparison.Ordinal));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
