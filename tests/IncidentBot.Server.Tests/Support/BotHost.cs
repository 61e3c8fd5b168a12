using System.Net;
using IncidentBot.Chat.Local;
using IncidentBot.Incidents;
using IncidentBot.People;
using IncidentBot.Redis;
using IncidentBot.Storage;
using IncidentBot.Timeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Support;

/// <summary>The whole bot in this process, on loopback and a free port, with a store of its own. People talk to it over HTTP.</summary>
internal sealed class BotHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly DirectoryInfo folder;
    private readonly ChatRoom room;

    private BotHost(WebApplication app, DirectoryInfo folder)
    {
        this.app = app;
        this.folder = folder;
        Token = new LocalToken(Get<AuditKey>());
        room = new ChatRoom(Address, Token, Get<IChannelLog>());
    }

    public IServiceProvider Services => app.Services;

    public Uri Address => new(app.Urls.First());

    public LocalToken Token { get; }

    /// <param name="settings">As on the command line: <c>Execution:BreakGlass=true</c>.</param>
    public static Task<BotHost> StartAsync(string redisUrl, params string[] settings) => StartAsync(redisUrl, _ => { }, _ => { }, settings);

    /// <summary>A bot that was there before the outage: its connection is open.</summary>
    public static async Task<BotHost> ConnectedAsync(RedisServer server, params string[] settings)
    {
        var bot = await StartAsync(server.Url, settings);
        await Eventually.TrueAsync(() => bot.Get<RedisTargets>().Primary().HeldNow is not null, "the bot is connected");
        return bot;
    }

    /// <param name="add">More services than the bot has by itself.</param>
    /// <param name="map">More doors.</param>
    public static async Task<BotHost> StartAsync(
        string redisUrl, Action<IServiceCollection> add, Action<WebApplication> map, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("incidentbot-host-");
        var builder = Bot.Configure([.. Settings(folder.FullName, redisUrl), .. settings.Select(setting => $"--{setting}")]);
        add(builder.Services);
        var app = Bot.Build(builder);
        map(app);
        await Bot.PrepareAsync(app.Services);
        await app.StartAsync();
        return new BotHost(app, folder);
    }

    /// <summary>What production counts in minutes counts in a blink here.</summary>
    public static IEnumerable<string> Settings(string folder, string redisUrl) =>
    [
        "--Urls=http://127.0.0.1:0",
        $"--Storage:Sqlite={Path.Combine(folder, "incidentbot.db")}",
        $"--Audit:KeyFile={Path.Combine(folder, "audit.key")}",
        $"--Targets:primary:Url={redisUrl}",
        "--Redis:ConnectTimeout=00:00:00.5",
        "--Redis:ReadTimeout=00:00:00.5",
        "--Redis:CommandTimeout=00:00:01",
        "--Incidents:Soak=00:00:00.5",
        "--Incidents:SoakCheckEvery=00:00:00.2",
        "--Execution:Heartbeat=00:00:00.05",
        // What is tested is what people and alerts do; a test of the watch switches it on.
        "--Watch:Enabled=false",
        "--Logging:LogLevel:Default=Error",
    ];

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <inheritdoc cref="ChatRoom.SayAsync"/>
    public Task<HttpStatusCode> SayAsync(Person who, string channel, string text, string? key = null) => room.SayAsync(who, channel, text, key);

    /// <inheritdoc cref="ChatRoom.PressAsync"/>
    public Task<HttpStatusCode> PressAsync(Person who, ChannelMessage message, string label) => room.PressAsync(who, message, label);

    /// <inheritdoc cref="ChatRoom.SeesAsync"/>
    public Task<ChannelMessage> SeesAsync(Person who, string channel, params string[] texts) => room.SeesAsync(who, channel, texts);

    public Task<IReadOnlyList<ChannelMessage>> ReadAsync(Person who, string channel) => room.ReadAsync(who, channel);

    /// <inheritdoc cref="ChatRoom.OpenAsync"/>
    public Task<string> OpenAsync(Person who, string title, Severity severity = Severity.P0) => room.OpenAsync(who, title, severity);

    public async Task<Incident> IncidentAsync(int number) => (await Get<IIncidentStore>().FindAsync(number, CancellationToken.None))!;

    public async Task<IReadOnlyList<TimelineEntry>> TimelineAsync(int number) =>
        await Get<IIncidentStore>().WholeTimelineAsync((await IncidentAsync(number)).Id, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        room.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
