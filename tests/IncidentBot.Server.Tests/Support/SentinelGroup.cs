using IncidentBot.Redis.Peers;

namespace IncidentBot.Support;

/// <summary>A master with two replicas, and three sentinels that know of them and of each other.</summary>
internal sealed class SentinelGroup : IAsyncDisposable
{
    public const string Name = "mymaster";

    private SentinelGroup(RedisServer master, IReadOnlyList<RedisServer> replicas, IReadOnlyList<SentinelServer> sentinels) =>
        (Master, Replicas, Sentinels) = (master, replicas, sentinels);

    public RedisServer Master { get; }

    public IReadOnlyList<RedisServer> Replicas { get; }

    public IReadOnlyList<SentinelServer> Sentinels { get; }

    /// <summary>What a person would write into the settings of the target.</summary>
    public string[] Settings =>
    [
        $"Targets:primary:MasterName={Name}",
        .. Sentinels.Select((sentinel, i) => $"Targets:primary:Sentinels:{i}={sentinel.Url}"),
        .. Replicas.Select((replica, i) => $"Targets:primary:Nodes:{i}={replica.Url}"),
        "Redis:ConnectTimeout=00:00:01", "Redis:ReadTimeout=00:00:01", "Redis:CommandTimeout=00:00:02",
    ];

    public IEnumerable<RedisServer> Servers => Replicas.Prepend(Master);

    public static async Task<SentinelGroup> StartAsync(params string[] arguments)
    {
        var master = await RedisServer.StartAsync(["--repl-diskless-sync-delay", "0", .. arguments]);
        var replicas = await Task.WhenAll(Enumerable.Range(0, 2)
            .Select(_ => RedisServer.StartAsync(["--replicaof", "127.0.0.1", $"{master.Port}", "--repl-diskless-sync-delay", "0", .. arguments])));
        await Eventually.TrueAsync(
            async () => (await master.AskAsync("INFO", "replication")).AsString()!.Split("state=online").Length == 3,
            "both replicas follow");
        var group = new SentinelGroup(
            master,
            replicas,
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SentinelServer.StartAsync(Name, master.Port, 2))));
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
