using IncidentBot.Redis.Peers;

namespace IncidentBot.Support;

/// <summary>A master with two replicas, and three sentinels that know of them and of each other.</summary>
internal sealed class SentinelGroup : IAsyncDisposable
{
    public const string Name = "mymaster";

    /// <summary>Whom guarded sentinels let in, who is nobody at the nodes.</summary>
    public const string SentinelUser = "watcher:night-shift-owl";

    /// <summary>What guards the nodes of one that is no open one, and what guards its sentinels: they need not be the same.</summary>
    private readonly (ServerGuard Nodes, ServerGuard Sentinels)? guards;

    private SentinelGroup(
        RedisServer master, IReadOnlyList<RedisServer> replicas, IReadOnlyList<SentinelServer> sentinels, (ServerGuard Nodes, ServerGuard Sentinels)? guards) =>
        (Master, Replicas, Sentinels, this.guards) = (master, replicas, sentinels, guards);

    public RedisServer Master { get; }

    public IReadOnlyList<RedisServer> Replicas { get; }

    public IReadOnlyList<SentinelServer> Sentinels { get; }

    /// <summary>The URL of the target.</summary>
    public string Url => guards is { } guarded ? Master.UrlWith($":{guarded.Nodes.Password}") : Master.Url;

    /// <summary>What a person would write into the settings of the target.</summary>
    public string[] Settings =>
    [
        .. guards is { } guarded ? [$"Targets:primary:TlsCaFile={guarded.Nodes.Certificates.CaFile}"] : Array.Empty<string>(),
        $"Targets:primary:MasterName={Name}",
        .. Sentinels.Select((sentinel, i) => $"Targets:primary:Sentinels:{i}={(guards is null ? sentinel.Url : sentinel.UrlWith(SentinelUser))}"),
        .. Replicas.Select((replica, i) => $"Targets:primary:Nodes:{i}={replica.Url}"),
        "Redis:ConnectTimeout=00:00:01", "Redis:ReadTimeout=00:00:01", "Redis:CommandTimeout=00:00:02",
    ];

    public IEnumerable<RedisServer> Servers => Replicas.Prepend(Master);

    public static Task<SentinelGroup> StartAsync(params string[] arguments) => StartAsync(null, arguments);

    public static Task<SentinelGroup> StartGuardedAsync(ServerGuard nodes, ServerGuard sentinels) => StartAsync((nodes, sentinels), []);

    private static async Task<SentinelGroup> StartAsync((ServerGuard Nodes, ServerGuard Sentinels)? guards, string[] arguments)
    {
        var master = await RedisServer.StartGuardedAsync(guards?.Nodes, ["--repl-diskless-sync-delay", "0", .. arguments]);
        var replicas = await Task.WhenAll(Enumerable.Range(0, 2)
            .Select(_ => RedisServer.StartGuardedAsync(
                guards?.Nodes, ["--replicaof", "127.0.0.1", $"{master.Port}", "--repl-diskless-sync-delay", "0", .. arguments])));
        await Eventually.TrueAsync(
            async () => (await master.AskAsync("INFO", "replication")).AsString()!.Split("state=online").Length == 3,
            "both replicas follow");
        var group = new SentinelGroup(
            master,
            replicas,
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SentinelServer.StartAsync(Name, master.Port, 2, guards?.Sentinels, Lines(guards)))),
            guards);
        try
        {
            await group.KnowEachOtherAsync();
            return group;
        }
        catch
        {
            await group.DisposeAsync();
            throw;
        }
    }

    /// <summary>Hellos travel every two seconds, and a replica may win only once its INFO has been read.</summary>
    public async Task KnowEachOtherAsync()
    {
        foreach (var sentinel in Sentinels)
        {
            await Eventually.TrueAsync(async () =>
            {
                var master = ReplyFields.Of(await sentinel.AskAsync("MASTER", Name));
                var replicas = (await sentinel.AskAsync("REPLICAS", Name)).AsItems().Select(ReplyFields.Of).ToList();
                return master["num-other-sentinels"] == "2" && master["flags"] == "master" && replicas.Count == 2
                    && replicas.All(replica => replica["flags"] == "slave" && replica["master-link-status"] == "ok");
            }, "the sentinels know each other and both replicas");
        }
    }

    /// <summary>How sentinels come to each other and to the nodes, and whom they let in besides.</summary>
    private static string[] Lines((ServerGuard Nodes, ServerGuard Sentinels)? guards) => guards is { } guarded
        ?
        [
            $"sentinel auth-pass {Name} {guarded.Nodes.Password}",
            $"sentinel sentinel-pass {guarded.Sentinels.Password}",
            $"user {SentinelUser.Replace(":", " on >", StringComparison.Ordinal)} &* +sentinel +ping +client +info +command +acl|dryrun",
        ]
        : [];

    public async ValueTask DisposeAsync()
    {
        foreach (var sentinel in Sentinels)
        {
            await sentinel.DisposeAsync();
        }

        foreach (var server in Servers)
        {
            await server.DisposeAsync();
        }
    }
}
