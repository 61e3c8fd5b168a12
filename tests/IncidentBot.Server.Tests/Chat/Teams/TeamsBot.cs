using IncidentBot.Actions;
using IncidentBot.Chat;
using IncidentBot.Chat.Teams;
using IncidentBot.Desk;
using IncidentBot.Execution;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Runbooks;
using IncidentBot.Server.Tests.Chat.Slack;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Server.Tests.Chat.Teams;

/// <summary>The Teams part of the bot alone, over a store in a file and an inbox that can be watched and made to fail.</summary>
internal sealed class TeamsBot : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly DirectoryInfo folder;

    private TeamsBot(WebApplication app, DirectoryInfo folder)
    {
        this.app = app;
        this.folder = folder;
    }

    public Uri Url => new(app.Urls.First());

    public MemoryInbox Inbox => (MemoryInbox)Get<IInbox>();

    public string Log => Get<CollectedLog>().Text;

    public IChatPlatform Platform => Get<IChatPlatform>();

    public HealthCheckService Health => Get<HealthCheckService>();

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public static Task<TeamsBot> StartAsync(FakeTeams teams, params (string Key, string? Value)[] more)
    {
        var settings = teams.Settings;
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        return StartAsync(settings, teams.Time);
    }

    public static async Task<TeamsBot> StartAsync(Dictionary<string, string?> settings, TimeProvider time, string environment = "Production")
    {
        var folder = Directory.CreateTempSubdirectory("incidentbot-teams-");
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Urls"] = "http://127.0.0.1:0",
            ["Storage:Sqlite"] = Path.Combine(folder.FullName, "incidentbot.db"),
            ["Audit:KeyFile"] = Path.Combine(folder.FullName, "audit.key"),
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseUrls(builder.Configuration["Urls"]!);

        // What the bot itself holds a slow body to is tested, and not the web server's rule beside it.
        builder.WebHost.ConfigureKestrel(server => server.Limits.MinRequestBodyDataRate = null);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<CollectedLog>();
        builder.Services.AddSingleton<ILoggerProvider>(services => services.GetRequiredService<CollectedLog>());
        builder.Services.AddSingleton(time);
        builder.Services.AddStorage();
        builder.Services.AddSingleton<IInbox, MemoryInbox>();
        builder.Services.AddSingleton(StepUp.None);
        builder.Services.AddPeople().AddExecution().AddDesk().AddSummaries().AddRunbooks().AddChat();
        builder.Services.AddSingleton(new PeopleDirectory([]));
        builder.Services.AddSingleton(new TargetCatalogue([new Target("primary", "redis", "127.0.0.1"), new Target("cache", "redis", "127.0.0.2")]));
        builder.Services.AddTeams(builder.Configuration);
        var app = builder.Build();
        var bot = new TeamsBot(app, folder);
        try
        {
            app.MapTeams();
            await app.Services.GetRequiredService<StorageStart>().UpgradeAsync(CancellationToken.None);
            await app.StartAsync();
            return bot;
        }
        catch
        {
            await bot.DisposeAsync();
            throw;
        }
    }

    /// <summary>The channel of an activity's conversation, as the bot names it.</summary>
    public static ChannelRef ChannelOf(System.Text.Json.Nodes.JsonObject activity) => new("teams", FakeTeams.Tenant, (string)activity["conversation"]!["id"]!);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
