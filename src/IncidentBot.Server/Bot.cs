using IncidentBot.Chat;
using IncidentBot.Chat.Local;
using IncidentBot.Chat.Slack;
using IncidentBot.Cli;
using IncidentBot.Desk;
using IncidentBot.Execution;
using IncidentBot.People;
using IncidentBot.Redis;
using IncidentBot.Redis.Actions;
using IncidentBot.Storage;
using IncidentBot.Web;
using IncidentBot.Workers;
using Microsoft.Extensions.Options;

namespace IncidentBot;

/// <summary>The table of contents: the only place that knows all parts of the server.</summary>
internal static class Bot
{
    public static Task<int> RunAsync(string[] args) => args switch
    {
        ["audit", ..] => AuditCommand.RunAsync(args),
        ["runbook", ..] => RunbookCommand.RunAsync(args),
        _ => ServeAsync(args),
    };

    /// <summary>The whole bot, ready to be started.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = Configure(args);
        var slack = builder.Configuration.GetSection(SlackOptions.Section).Get<SlackOptions>() is { IsEnabled: true };
        var local = builder.Configuration.GetValue<bool?>("Local:Enabled") ?? !slack;
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddStorage()
            .AddPeople()
            .AddExecution()
            .AddDesk()
            .AddRedis()
            .AddRedisActions()
            .AddChat()
            .AddSlack(builder.Configuration)
            .AddWorkers();
        if (local)
        {
            builder.Services.AddLocalChat();
        }

        var app = builder.Build();
        app.MapHealth();
        app.MapSlack();
        if (local)
        {
            app.MapLocalChat();
        }

        return app;
    }

    /// <summary>Settings from <c>appsettings.json</c>, then the environment, then the command line; the last one wins.</summary>
    public static WebApplicationBuilder Configure(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        return builder;
    }

    /// <summary>Brings the store up to date and makes the appointments that are always there.</summary>
    public static async Task PrepareAsync(IServiceProvider services)
    {
        await services.GetRequiredService<StorageStart>().UpgradeAsync(CancellationToken.None);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        await services.GetRequiredService<ILedger>().CommitAsync(new Changes { Schedule = [AnchorRound.Daily(now)] }, CancellationToken.None);
    }

    private static async Task<int> ServeAsync(string[] args)
    {
        try
        {
            var app = Build(args);
            await PrepareAsync(app.Services);
            await app.RunAsync();
            return 0;
        }
        catch (Exception e) when (e is StorageSetupException or StoreUnavailableException or OptionsValidationException or ArgumentException)
        {
            await Console.Error.WriteLineAsync($"The bot cannot start. {e.Message}");
            return 2;
        }
    }
}
