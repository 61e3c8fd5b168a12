using IncidentBot.Chat;
using IncidentBot.Chat.Local;
using IncidentBot.Chat.Slack;
using IncidentBot.Cli;
using IncidentBot.Desk;
using IncidentBot.Execution;
using IncidentBot.People;
using IncidentBot.Redis;
using IncidentBot.Storage;
using IncidentBot.Web;
using IncidentBot.Workers;

namespace IncidentBot;

/// <summary>The table of contents: the only place that knows all parts of the server.</summary>
internal static class Bot
{
    public static Task<int> RunAsync(string[] args) => args is ["audit", ..] ? AuditCommand.RunAsync(args) : ServeAsync(args);

    /// <summary>The whole bot, ready to be started.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = Configure(args);
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddStorage()
            .AddPeople()
            .AddExecution()
            .AddDesk()
            .AddRedis()
            .AddChat()
            .AddLocalChat()
            .AddSlack()
            .AddWorkers();

        var app = builder.Build();
        app.MapHealth();
        app.MapLocalChat();
        app.MapSlack();
        return app;
    }

    /// <summary>Settings from <c>appsettings.json</c>, then the environment, then the command line; the last one wins.</summary>
    public static WebApplicationBuilder Configure(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        return builder;
    }

    private static async Task<int> ServeAsync(string[] args)
    {
        var app = Build(args);
        await app.RunAsync();
        return 0;
    }
}
