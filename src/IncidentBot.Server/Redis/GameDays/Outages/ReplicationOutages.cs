namespace IncidentBot.Redis.GameDays.Outages;

/// <summary>A master and who follows it.</summary>
internal static class ReplicationOutages
{
    public static IReadOnlyList<Outage> All { get; } =
    [
        new(
            "readonly",
            "writes fail since last night",
            "after a failover applications still write to what is a replica now",
            ["replica", "refuses writes"],
            ReadOnlyAsync)
        {
            FirstStep = "/redis replication",
        },
        new("master-lost", "data is old", "a replica has lost its master and serves what it has", ["replica", "link down"], LostAsync)
        {
            FirstStep = "/redis replication",
        },
        new("master-down", "nothing can be read", "a replica that lost its master serves nothing", ["MASTERDOWN|lost its master"], DownAsync)
        {
            FirstStep = "/redis replication",
        },
        new("no-replicas", "writes are refused", "fewer replicas than it needs for a write", ["refuses writes", "0 of 1 replicas"], NoReplicasAsync)
        {
            FirstStep = "/redis replication",
        },
        new("replica-behind", "reports are old", "a replica does not keep up", ["replica", "behind"], BehindAsync) { FirstStep = "/redis replication" },
        new("replica-copies", "reports are old", "a replica copies everything anew", ["replica", "copies everything"], CopiesAsync)
        {
            FirstStep = "/redis replication",
        },
    ];

    public static Task FollowsAsync(Scene scene, SceneServer master) => scene.UntilAsync("the replica follows", async () =>
        (await master.AskAsync("INFO", "replication")).AsString()!.Contains("state=online", StringComparison.Ordinal));

    private static async Task ReadOnlyAsync(Scene scene)
    {
        var other = await scene.StartAtAsync(scene.Ports.Replica, "--repl-diskless-sync-delay", "0");
        var server = await scene.StartAsync(StageTargets.Single, "--replicaof", "127.0.0.1", $"{other.Port}");
        await FollowsAsync(scene, other);
        await scene.RepeatAsync(server, "shop", TimeSpan.FromMilliseconds(50), client => client.AskAsync("SET", "cart:1", "x"));
        await scene.UntilAsync("a write was refused", async () => (await server.AskAsync("INFO", "errorstats")).AsString()!
            .Contains("READONLY", StringComparison.Ordinal));
    }

    private static async Task LostAsync(Scene scene) =>
        await scene.StartAsync(StageTargets.Single, "--replicaof", "127.0.0.1", $"{scene.Ports.Replica}");

    private static async Task DownAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single, "--replica-serve-stale-data", "no", "--replicaof", "127.0.0.1", $"{scene.Ports.Replica}");
        await scene.UntilAsync("it serves nothing", async () => (await server.AskAsync("PING")).AsError is not null);
    }

    private static async Task NoReplicasAsync(Scene scene) => await scene.StartAsync(StageTargets.Single, "--min-replicas-to-write", "1");

    private static async Task BehindAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single, "--repl-diskless-sync-delay", "0", "--client-output-buffer-limit", "replica 0 0 0");
        var replica = await scene.StartAtAsync(scene.Ports.Replica, "--replicaof", "127.0.0.1", $"{server.Port}");
        await FollowsAsync(scene, server);
        await replica.PauseAsync();
        var client = await scene.ConnectAsync(server);
        for (var i = 0; i < 40; i++)
        {
            await client.AskAsync("SET", "page:home", new string('x', 1 << 20));
        }
    }

    private static async Task CopiesAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single, "--repl-diskless-sync", "yes", "--repl-diskless-sync-delay", "300");
        await server.FillAsync("user:", 1_000, 100);
        await scene.StartAtAsync(scene.Ports.Replica, "--replicaof", "127.0.0.1", $"{server.Port}");
        await scene.UntilAsync("it asks for a copy", async () =>
            (await server.AskAsync("INFO", "replication")).AsString()!.Contains("state=wait_bgsave", StringComparison.Ordinal));
    }
}
