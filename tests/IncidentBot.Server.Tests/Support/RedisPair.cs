using System.Globalization;

namespace IncidentBot.Support;

/// <summary>A primary and its standby. What goes between them goes through a relay, so that the link can be cut.</summary>
internal sealed class RedisPair : IAsyncDisposable
{
    private readonly Relay link;

    private RedisPair(RedisServer primary, RedisServer standby, Relay link) => (Primary, Standby, this.link) = (primary, standby, link);

    public RedisServer Primary { get; }

    public RedisServer Standby { get; }

    public string[] Settings => SettingsFor(Standby.Url);

    public static string[] SettingsFor(string standbyUrl) =>
        [
            "Targets:primary:Standby=standby",
            $"Targets:standby:Url={standbyUrl}",
            "Redis:ConnectTimeout=00:00:01",
            "Redis:ReadTimeout=00:00:01",
            "Redis:CommandTimeout=00:00:02",
        ];

    public static async Task<RedisPair> StartAsync(params string[] standby)
    {
        var primary = await RedisServer.StartAsync("--appendonly", "yes", "--repl-diskless-sync-delay", "0");
        var pair = new RedisPair(
            primary,
            await RedisServer.StartAsync(["--appendonly", "yes", "--repl-diskless-sync-delay", "0", .. standby]),
            new Relay(primary.Port));
        await pair.Standby.AskAsync("REPLICAOF", "127.0.0.1", new Uri(pair.link.Url).Port);
        await pair.FollowsAsync(pair.Standby);
        return pair;
    }

    /// <summary>Both go on; the standby does not hear of it.</summary>
    public async Task CutAsync()
    {
        await link.DisposeAsync();
        await Eventually.TrueAsync(
            async () => (await Standby.AskAsync("INFO", "replication")).AsString()!.Contains("master_link_status:down", StringComparison.Ordinal),
            "the link is down");
    }

    public Task FollowsAsync(RedisServer replica) => Eventually.TrueAsync(
        async () => (await replica.AskAsync("INFO", "replication")).AsString()!.Contains("master_link_status:up", StringComparison.Ordinal)
            && (await (replica == Standby ? Primary : Standby).AskAsync("INFO", "replication")).AsString()!.Contains("state=online", StringComparison.Ordinal),
        "it follows");

    public static async Task<long> KeysAsync(RedisServer server) => (await server.AskAsync("DBSIZE")).AsLong()!.Value;

    public static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await Primary.DisposeAsync();
        await Standby.DisposeAsync();
        await link.DisposeAsync();
    }
}
