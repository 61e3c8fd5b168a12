using IncidentBot.Alerting;
using IncidentBot.Alerts;
using IncidentBot.Chat;
using IncidentBot.Chat.Local;
using IncidentBot.Chat.Slack;
using IncidentBot.Chat.Teams;
using IncidentBot.Chat.Terminal;
using IncidentBot.Cli;
using IncidentBot.Cli.Doctor;
using IncidentBot.Dashboard;
using IncidentBot.Dashboard.SignIn;
using IncidentBot.Databases;
using IncidentBot.Desk;
using IncidentBot.Digest;
using IncidentBot.Execution;
using IncidentBot.Hosts;
using IncidentBot.Http;
using IncidentBot.Mail;
using IncidentBot.Measurements;
using IncidentBot.People;
using IncidentBot.Redis;
using IncidentBot.Redis.Actions;
using IncidentBot.Redis.GameDays;
using IncidentBot.Redis.Queues.BullMq;
using IncidentBot.Redis.Queues.Rq;
using IncidentBot.Redis.Watching;
using IncidentBot.Rounds;
using IncidentBot.Runbooks;
using IncidentBot.Settings;
using IncidentBot.Stakeholders;
using IncidentBot.Storage;
using IncidentBot.Watching;
using IncidentBot.Web;
using IncidentBot.Web.Cards;
using IncidentBot.Webhooks;
using IncidentBot.Workers;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace IncidentBot;

/// <summary>The table of contents: the only place that knows all parts of the server.</summary>
internal static class Bot
{
    public static Task<int> RunAsync(string[] args)
    {
        var typed = new CommandLine(args, Verbs);
        return typed.StartsTheBot ? ServeAsync(args) : typed.RunAsync(Console.Out, Console.Error);
    }

    /// <summary>The whole bot, ready to be started.</summary>
    public static WebApplication Build(string[] args) => Build(Configure(args));

    /// <param name="builder">As <see cref="Configure"/> makes it, with whatever was added since.</param>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        var slack = builder.Configuration.Read<SlackOptions>(SlackOptions.Section).IsEnabled;
        var teams = builder.Configuration.Read<TeamsOptions>(TeamsOptions.Section).IsEnabled;
        var here = builder.Configuration.Read<LocalOptions>(LocalOptions.Section);
        var local = here.Enabled ?? !(slack || teams);
        var pages = builder.Configuration.Read<PageOptions>(PageOptions.Section);
        var signIn = builder.Configuration.Read<SignInOptions>(SignInOptions.Section);
        builder.Services
            .AddStorage()
            .AddPeople()
            .AddExecution()
            .AddStepUp(signIn, pages.Url)
            .AddDesk()
            .AddSummaries()
            .AddRunbooks()
            .AddChat()
            .AddSlack(builder.Configuration)
            .AddTeams(builder.Configuration)
            .AddTerminal()
            .AddAlerts(builder.Configuration)
            .AddStakeholders()
            .AddMeasurements()
            .AddDigest()
            .AddWebhooks(builder.Configuration)
            .AddMail(builder.Configuration)
            .AddWatch(builder.Configuration)
            .AddWorkers();
        builder.Services.AddAlerting(local ? LocalChannels.Ref(LocalChannels.General) : null);
        AddActions(builder.Services);
        builder.Services.AddGameDays(builder.Configuration);
        if (local)
        {
            builder.Services.AddLocalChat(here.Administers);
        }

        if (signIn.IsConfigured)
        {
            builder.Services.AddSignIn(signIn, pages.Url).AddDashboard([]);
        }
        else if (local)
        {
            builder.Services.AddDashboard([.. LocalPeople.All.Select(person => new Guest(
                person.Id.Value, person.Name, LocalPeople.AccountOf(person), ShowChannel.Url(LocalChannels.General, person)))]);
        }

        if (pages.AreServed)
        {
            builder.Services.AddCardPages();
        }

        builder.Services.AddUnknownAddress();

        var started = false;
        foreach (var category in (string[])["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel"])
        {
            // What stops the start is said once, in words, and not with a stack trace by each of these.
            builder.Logging.AddFilter(category, level => level >= LogLevel.Warning && started);
        }

        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => started = true);
        app.UseUnknownAddress(http => local && LocalDoor.IsFromHere(http));
        app.MapHealth();
        app.MapSlack();
        app.MapTeams();
        app.MapAlerts();
        if (pages.AreServed)
        {
            app.MapCardPages();
        }

        var beside = local ? app.MapLocalChat() : null;
        if (signIn.IsConfigured)
        {
            app.MapSignIn().MapDashboard();
        }
        else
        {
            beside?.MapDashboard();
        }

        return app;
    }

    /// <param name="settings">Those on the command line.</param>
    public static IEnumerable<Verb> Verbs(string[] settings) =>
    [
        AlertsCommand.Make(settings, AddActions),
        AuditCommand.Make(settings),
        ConfigCommand.Make(settings, BotSettings.All),
        DoctorCommand.Make(settings, new Dictionary<string, Examination>
        {
            [SlackPlatform.PlatformName] = SlackDoctor.CheckAsync,
            [TeamsPlatform.PlatformName] = TeamsDoctor.CheckAsync,
        }),
        HealthCommand.Make(settings),
        RunbookCommand.Make(AddActions),
        TypeCommand.Make(settings),
    ];

    /// <summary>Every kind of target and what can be done to it.</summary>
    private static void AddActions(IServiceCollection services) => services
        .AddRedis()
        .AddRedisActions()
        .AddBullMqActions()
        .AddRq()
        .AddRedisWatch()
        .AddHosts()
        .AddHttp()
        .AddDatabases();

    /// <summary>Settings from <c>appsettings.json</c>, then the environment, then the command line; the last one wins.</summary>
    /// <exception cref="SettingsFaultException">Something in them cannot be used.</exception>
    public static WebApplicationBuilder Configure(string[] args)
    {
        var builder = ConfigureAsWritten(args);
        return SettingsCheck.Faults(builder.Configuration, BotSettings.All) is { Count: > 0 } faults ? throw new SettingsFaultException(faults) : builder;
    }

    /// <summary>The same, for whoever wants to see what is wrong with them.</summary>
    /// <exception cref="SettingsFaultException">A file of them cannot be read at all.</exception>
    public static WebApplicationBuilder ConfigureAsWritten(string[] args)
    {
        var builder = SettingsFile.Read(() => WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = [SettingsFile.ReadOnce, .. args], ContentRootPath = AppContext.BaseDirectory }));
        builder.Logging
            .AddConsole(console => console.FormatterName = RedactedConsole.Name)
            .AddConsoleFormatter<RedactedConsole, ConsoleFormatterOptions>();
        return builder;
    }

    /// <summary>
    /// Takes the store, brings it up to date and makes the appointments that are always there. One that is overdue stays: the audit's
    /// head is then anchored at once, and not put off to the next midnight. The runbooks are read here, because the first form would have to
    /// wait for it: a platform gives it a second or three.
    /// </summary>
    public static async Task PrepareAsync(IServiceProvider services)
    {
        services.GetRequiredService<IDatabase>().Occupy();
        await services.GetRequiredService<StorageStart>().UpgradeAsync(CancellationToken.None);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        await services.GetRequiredService<ISchedule>().MakeSureAsync(AnchorRound.Daily(now), CancellationToken.None);
        await services.MakeSureOfDigestAsync(now, CancellationToken.None);
        await services.GetRequiredService<Heartbeats>().ExpectAllAsync(CancellationToken.None);
        await services.GetRequiredService<WatchSilenceRound>().BeginAsync(services.GetRequiredService<ISchedule>(), CancellationToken.None);
        await services.GetRequiredService<RunbookLibrary>().OpenAsync(CancellationToken.None);
    }

    private static async Task<int> ServeAsync(string[] args)
    {
        WebApplication app;
        try
        {
            app = await StartAsync(args);
        }
        catch (Exception e) when (e is SettingsFaultException or StorageSetupException or StoreUnavailableException or OptionsValidationException
            or ArgumentException or InvalidOperationException or FormatException or IOException)
        {
            // The last three are what ASP.NET throws for a value of the wrong type, a malformed address and a taken one.
            await Console.Error.WriteLineAsync($"The bot cannot start. {await WhyNotStarted.SayAsync(e, () => ConfigureAsWritten(args).Configuration)}");
            return ExitCode.NotDone;
        }

        await using (app)
        {
            foreach (var line in await Greeting.OfAsync(app.Services, Ways(app), CancellationToken.None))
            {
                Console.WriteLine(line);
            }

            await app.WaitForShutdownAsync();

            // Asked to end, it is well; what broke of itself ends the bot too, and a supervisor has to see that.
            var parts = app.Services.GetServices<IHostedService>().OfType<BackgroundService>();
            if (parts.Select(part => part.ExecuteTask?.Exception).FirstOrDefault(e => e is not null)?.GetBaseException().Message is { } broken)
            {
                await Console.Error.WriteLineAsync($"The bot has ended, because a part of it broke: {broken.ReplaceLineEndings(" ")}");
                return ExitCode.NotDone;
            }

            return ExitCode.Well;
        }
    }

    private static IEnumerable<string> Ways(WebApplication app)
    {
        yield return app.Services.GetService<LocalToken>()?.Invitation(app.Urls) is { } invitation
            ? $"Local chat: {invitation.AbsoluteUri}"
            : $"Listening on {string.Join(", ", app.Urls)}";
        if (app.Configuration.Read<SlackOptions>(SlackOptions.Section) is { IsEnabled: true } slack)
        {
            string[] ways = [.. slack.TakesSocket ? ["Socket Mode"] : Array.Empty<string>(), .. slack.TakesHttp ? ["HTTP"] : Array.Empty<string>()];
            yield return $"Slack: by {string.Join(" and ", ways)}; /health/chat says how it is connected";
        }

        if (app.Configuration.Read<TeamsOptions>(TeamsOptions.Section).IsEnabled)
        {
            yield return "Teams: at /api/messages";
        }

        if (app.Configuration.Read<SignInOptions>(SignInOptions.Section).IsConfigured)
        {
            yield return $"Dashboard: {app.Configuration.Read<PageOptions>(PageOptions.Section).Url}, for whoever signs in";
        }

        if (app.Configuration.Read<AlertOptions>(AlertOptions.Section).Sources is { Count: > 0 } sources)
        {
            yield return $"Alerts: from {string.Join(", ", sources.Select(source => $"{source.Key} ({source.Value.Kind})"))}, at /alerts/…; "
                + $"incidents in {app.Services.GetRequiredService<AlertPolicy>().Channel}";
        }
    }

    private static async Task<WebApplication> StartAsync(string[] args)
    {
        var app = Build(args);
        try
        {
            // Before the host does the same: it would print a stack trace of each.
            if (app.Services.FaultsOfSettings() is { Count: > 0 } faults)
            {
                throw new SettingsFaultException(faults);
            }

            _ = ListeningAddress.All(app.Configuration);
            await PrepareAsync(app.Services);
            _ = app.Services.GetServices<IHostedService>().Count();
            await app.StartAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }
}
