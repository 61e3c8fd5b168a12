using IncidentBot.Chat;
using IncidentBot.Chat.Slack;
using IncidentBot.Chat.Slack.Views;
using IncidentBot.Messages;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Server.Tests.Chat.Slack;

/// <summary>Our Slack folder and nothing else of the server, on a real port.</summary>
internal sealed class SlackBot : IAsyncDisposable
{
    private readonly WebApplication app;

    private SlackBot(WebApplication app) => this.app = app;

    public MemoryInbox Inbox => (MemoryInbox)app.Services.GetRequiredService<IInbox>();

    public MemoryKeptCards Kept => (MemoryKeptCards)app.Services.GetRequiredService<IKeptCards>();

    public IChatPlatform Platform => app.Services.GetRequiredService<IChatPlatform>();

    public CollectedLog Log => app.Services.GetRequiredService<CollectedLog>();

    public Uri Url => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public Uri Commands => new(Url, "/slack/commands");

    public Uri Interactions => new(Url, "/slack/interactions");

    public Uri Events => new(Url, "/slack/events");

    public HealthCheckService Health => app.Services.GetRequiredService<HealthCheckService>();

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>As a supervisor stops it.</summary>
    public Task StopAsync() => app.StopAsync();

    /// <summary>A bot that Slack cannot reach over HTTP.</summary>
    public static Task<SlackBot> StartOnSocketsAsync(FakeSlack slack, params (string Key, string? Value)[] more) =>
        StartAsync(With(slack.SocketSettings, more), slack.Time);

    public static Task<SlackBot> StartAsync(FakeSlack slack, params (string Key, string? Value)[] more) => StartAsync(With(slack.Settings, more), slack.Time);

    public static async Task<SlackBot> StartAsync(Dictionary<string, string?> settings, TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<CollectedLog>();
        builder.Services.AddSingleton<ILoggerProvider>(services => services.GetRequiredService<CollectedLog>());
        builder.WebHost.UseUrls("http://127.0.0.1:0");

        // What the bot itself holds a slow body to is tested, and not the web server's rule beside it.
        builder.WebHost.ConfigureKestrel(server => server.Limits.MinRequestBodyDataRate = null);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<IInbox, MemoryInbox>();
        builder.Services.AddSingleton<ITurns, MemoryTurns>();
        builder.Services.AddSingleton<FormFor>((command, _, _, _, _) => Task.FromResult(command switch
        {
            "/incident open" => SlackCards.Form,
            "/incident open everything" => SlackCards.Form with { About = SlackCards.All["many fields and lines"] },
            _ => null,
        }));
        builder.Services.AddSingleton<IKeptCards, MemoryKeptCards>();
        builder.Services.AddWholeCards();
        builder.Services.AddSlack(builder.Configuration);
        builder.Services.AddSingleton<HomeFor>(
            (_, _) => Task.FromResult<IReadOnlyList<Card>>([SlackCards.Living, SlackCards.Plan, SlackCards.All["many fields and lines"]]));
        var app = builder.Build();
        app.MapSlack();
        await app.StartAsync();
        return new SlackBot(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static Dictionary<string, string?> With(Dictionary<string, string?> settings, (string Key, string? Value)[] more)
    {
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        return settings;
    }
}
