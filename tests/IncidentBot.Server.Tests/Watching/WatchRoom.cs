using IncidentBot.Chat.Local;
using IncidentBot.Incidents;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Support;
using IncidentBot.Targets;
using IncidentBot.Watch;

namespace IncidentBot.Watching;

/// <summary>A bot whose watch looks when the test says so, and for which whatever is beyond its threshold once is a breach.</summary>
internal sealed class WatchRoom : IAsyncDisposable
{
    private readonly TargetRef target;

    private WatchRoom(BotHost bot, TargetRef target) => (Bot, this.target) = (bot, target);

    public BotHost Bot { get; }

    private IWatchStore Store => Bot.Get<IWatchStore>();

    /// <param name="system">Of the target <c>primary</c>.</param>
    public static async Task<WatchRoom> StartAsync(RedisServer server, string system, IEnumerable<string> measures, params string[] settings)
    {
        string[] watch =
        [
            "Watch:Enabled=true",
            "Watch:Every=5m",
            "Watch:EveryInIncident=5m",
            "Alerts:NewsEvery=1s",

            // A machine that is busy for a moment must not look like a Redis that is down.
            "Redis:ConnectTimeout=2s",
            "Redis:ReadTimeout=2s",
            .. measures.SelectMany(measure => new[] { $"Watch:Measures:{measure}:For=0s", $"Watch:Measures:{measure}:BackFor=0s" }),
        ];
        return new WatchRoom(await BotHost.ConnectedAsync(server, [.. watch, .. settings]), new TargetRef(system, "primary"));
    }

    public async Task<WatchSample> LookAsync()
    {
        await Bot.Get<Watcher>().LookAsync(target, TestRedis.Token);
        return (await Store.NewestAsync(target, TestRedis.Token))!;
    }

    /// <summary>Looks until the gauge is breached and its incident has been read.</summary>
    /// <param name="again">Done before each look: what has to go on for a rate to stay one.</param>
    public async Task<Incident> BreachedAsync(string gauge, Func<Task>? again = null)
    {
        await Eventually.TrueAsync(
            async () =>
            {
                await (again?.Invoke() ?? Task.CompletedTask);
                await LookAsync();
                return (await Store.LastingAsync(target, TestRedis.Token)).Any(breach => breach.Gauge.ToString() == gauge);
            },
            $"{gauge} is breached");
        await Eventually.TrueAsync(async () => await OpenAsync() is [{ Alerts.Firing: > 0, Findings: > 0 }], "one incident is open and its target is read");
        return (await OpenAsync())[0];
    }

    /// <summary>Looks until nothing is breached any more and the incident knows it.</summary>
    public async Task QuietAsync()
    {
        await Eventually.TrueAsync(
            async () =>
            {
                await LookAsync();
                return (await Store.LastingAsync(target, TestRedis.Token)).Count == 0;
            },
            "nothing is breached");
        await Eventually.TrueAsync(async () => (await OpenAsync()).All(incident => incident.Alerts is { Fires: false }), "no alert of it fires");
        Assert.Single(await OpenAsync());
    }

    public async Task<IReadOnlyList<Incident>> OpenAsync() =>
        (await Bot.Get<IIncidentStore>().ListAsync(new IncidentQuery(Reader.Bot) { OpenOnly = true }, TestRedis.Token)).Items;

    public Task<ChannelMessage> SaysAsync(string command, params string[] answer) => SaysInAsync(command, LocalChannels.General, answer);

    public async Task<ChannelMessage> SaysInAsync(string command, string channel, params string[] answer)
    {
        await Bot.SayAsync(LocalPeople.Ada, channel, command);
        return await Bot.SeesAsync(LocalPeople.Ada, channel, answer);
    }

    public ValueTask DisposeAsync() => Bot.DisposeAsync();
}
