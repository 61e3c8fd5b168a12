using IncidentBot.Redis.Actions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Permissions;

/// <summary>Which commands each read asks of a server that has them all, counted by the server: what a report has to mention where one is missing.</summary>
public sealed class AskedCommands : IAsyncLifetime
{
    // Setting a connection up is no read, and its refusals are not for people.
    private static readonly string[] OfTheConnection = ["client|setname", "client|id", "ping", "select", "auth", "echo", "config|resetstat"];

    // Asked for with the rest of a queue, and no part of the answer.
    private static readonly Dictionary<string, string[]> NotShown = new() { ["queue.jobs"] = ["client|list"] };

    private readonly Dictionary<string, IReadOnlySet<string>> asked = [];

    internal SeededRedis Seed { get; } = new();

    /// <summary>By the first word of each command: <c>CONFIG</c>.</summary>
    internal IReadOnlySet<string> Of(string action) => asked[action];

    public async ValueTask InitializeAsync()
    {
        await Seed.InitializeAsync();
        await using var server = await Seed.StartAsync(Examples.Arguments);
        await using var bot = new WholeCatalogue(server.Redis.Url, null, "Targets:primary:AllowMonitor=true");
        await bot.Target.HoldAsync(TestRedis.Token);
        foreach (var action in Examples.Observing)
        {
            await using var watch = await CommandWatch.StartAsync(server.Redis);
            await bot.ReadAsync(Examples.Reading(action));
            var names = (await watch.NamesAsync())
                .Except(OfTheConnection)
                .Except(NotShown.GetValueOrDefault(action, []))
                .Select(name => name.Split('|')[0].ToUpperInvariant());
            asked[action] = names.Concat(action == "redis.monitor" ? ["MONITOR"] : Array.Empty<string>()).ToHashSet();
        }
    }

    public ValueTask DisposeAsync() => Seed.DisposeAsync();
}
