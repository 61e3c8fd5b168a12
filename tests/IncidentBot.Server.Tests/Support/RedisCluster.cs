using System.Globalization;

namespace IncidentBot.Support;

/// <summary>A real Redis Cluster on loopback: three masters, each with a replica that takes over only when it is told to.</summary>
internal sealed class RedisCluster : IAsyncDisposable
{
    private const int Size = 3;

    private readonly ServerGuard? guard;

    private RedisCluster(RedisServer[] masters, RedisServer[] replicas, ServerGuard? guard) => (Masters, Replicas, this.guard) = (masters, replicas, guard);

    public IReadOnlyList<RedisServer> Masters { get; }

    /// <summary>In the order of their masters.</summary>
    public IReadOnlyList<RedisServer> Replicas { get; }

    public IEnumerable<RedisServer> Nodes => Masters.Concat(Replicas);

    /// <summary>The URL of the target.</summary>
    public string Url => guard is null ? Masters[0].Url : Masters[0].UrlWith($":{guard.Password}");

    public string[] Settings =>
    [
        .. guard is null ? Array.Empty<string>() : [$"Targets:primary:TlsCaFile={guard.Certificates.CaFile}"],
        .. Nodes.Select((node, i) => $"Targets:primary:Nodes:{i}={node.Url}"),
        "Redis:ConnectTimeout=00:00:01", "Redis:ReadTimeout=00:00:01", "Redis:CommandTimeout=00:00:02",
    ];

    public static Task<RedisCluster> StartAsync(params string[] arguments) => StartGuardedAsync(null, arguments);

    public static async Task<RedisCluster> StartGuardedAsync(ServerGuard? guard, params string[] arguments)
    {
        string[] all =
        [
            "--cluster-enabled", "yes", "--cluster-node-timeout", "2000", "--cluster-announce-ip", "127.0.0.1",
            "--cluster-replica-no-failover", "yes", "--repl-diskless-sync-delay", "0", .. arguments,
        ];
        var nodes = await Task.WhenAll(Enumerable.Range(0, 2 * Size).Select(_ => RedisServer.StartGuardedAsync(guard, all)));
        var cluster = new RedisCluster(nodes[..Size], nodes[Size..], guard);
        try
        {
            await JoinAsync(cluster, nodes);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until every node that answers says so.</summary>
    public async Task EverywhereAsync(string about, Func<string, bool> says, params RedisServer[] butNot)
    {
        foreach (var node in Nodes.Except(butNot))
        {
            await Eventually.TrueAsync(async () => says((await node.AskAsync("CLUSTER", about)).AsString()!), $"CLUSTER {about} is as expected on every node");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }
    }

    private static async Task JoinAsync(RedisCluster cluster, RedisServer[] nodes)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            await OkAsync(nodes[i], "SET-CONFIG-EPOCH", Text(i + 1));
            if (i < Size)
            {
                await OkAsync(nodes[i], "ADDSLOTSRANGE", Text(i * 16384 / Size), Text(((i + 1) * 16384 / Size) - 1));
            }
        }

        foreach (var node in nodes[1..])
        {
            await OkAsync(nodes[0], "MEET", "127.0.0.1", Text(node.Port), Text(node.ClusterPort));
        }

        await cluster.EverywhereAsync(
            "INFO",
            info => info.Contains("cluster_known_nodes:6", StringComparison.Ordinal) && info.Contains("cluster_state:ok", StringComparison.Ordinal));
        for (var i = 0; i < Size; i++)
        {
            await OkAsync(nodes[Size + i], "REPLICATE", (await nodes[i].AskAsync("CLUSTER", "MYID")).AsString()!);
        }

        await cluster.EverywhereAsync("NODES", known => known.Split("slave").Length == Size + 1
            && !known.Contains("handshake", StringComparison.Ordinal)
            && !known.Contains(",fail", StringComparison.Ordinal));
        foreach (var replica in cluster.Replicas)
        {
            await Eventually.TrueAsync(
                async () => (await replica.AskAsync("INFO", "replication")).AsString()!.Contains("master_link_status:up", StringComparison.Ordinal),
                "the replica follows");
        }
    }

    private static async Task OkAsync(RedisServer node, params string[] words) =>
        Assert.Equal("OK", (await node.AskAsync("CLUSTER", [.. words.Select(word => (IncidentBot.Redis.Sessions.RedisArgument)word)])).ToString());

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
