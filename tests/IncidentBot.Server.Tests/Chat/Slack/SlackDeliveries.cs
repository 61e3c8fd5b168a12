using IncidentBot.Chat;
using IncidentBot.Chat.Slack;
using IncidentBot.Desk;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Redis;
using IncidentBot.Runbooks;
using IncidentBot.Server.Tests.Storage;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Server.Tests.Chat.Slack;

/// <summary>
/// The bot's way out, from a commit to Slack, over a real store and at its real pace; only the time is the test's own, so
/// an hour passes in a second.
/// </summary>
internal sealed class SlackDeliveries : IAsyncDisposable
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("incidentbot-deliveries-");
    private readonly ServiceProvider services;
    private readonly Dictionary<int, Incident> incidents = [];
    private int lastIncident;

    private SlackDeliveries(FakeSlack slack, MovableTime time)
    {
        Slack = slack;
        Time = time;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(slack.Settings)
        {
            ["Storage:Sqlite"] = Path.Combine(folder.FullName, "incidentbot.db"),
            ["Audit:KeyFile"] = Path.Combine(folder.FullName, "audit.key"),
            ["Targets:primary:Url"] = "redis://127.0.0.1:1",
            ["Slack:PostEvery"] = "00:00:01",
        }).Build();
        services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(logging => logging.ClearProviders())
            .AddSingleton<TimeProvider>(time)
            .AddSingleton(StepUp.None)
            .AddStorage().AddPeople().AddExecution().AddDesk().AddChat().AddRunbooks().AddRedis().AddSlack(configuration)
            .BuildServiceProvider();
    }

    public FakeSlack Slack { get; }

    public MovableTime Time { get; }

    private IOutbox Outbox => services.GetRequiredService<IOutbox>();

    public static async Task<SlackDeliveries> StartAsync()
    {
        var time = new MovableTime();
        var deliveries = new SlackDeliveries(await FakeSlack.StartAsync(time), time);
        deliveries.Slack.LimitsRate = true;
        await deliveries.services.GetRequiredService<StorageStart>().UpgradeAsync(TestContext.Current.CancellationToken);
        return deliveries;
    }

    public Task SayAsync(params Outgoing[] messages) => CommitAsync(new Changes { Say = messages });

    /// <summary>An incident with this title, and its living card in the channel.</summary>
    public async Task<int> OpenAsync(ChannelRef channel, string title)
    {
        var number = ++lastIncident;
        var incident = Some.Incident(channel) with { Number = number, Title = title, OpenedAt = Time.Now, UpdatedAt = Time.Now };
        await CommitAsync(new Changes { Incident = incident, Say = [Card(incident)] });
        incidents[number] = incident with { Version = 1 };
        return number;
    }

    /// <summary>How things stand changes: the card has to show it.</summary>
    public async Task ChangeAsync(int number, string title)
    {
        var changed = incidents[number] with { Title = title, UpdatedAt = Time.Now };
        await CommitAsync(new Changes { Incident = changed, Say = [Card(changed)] });
        incidents[number] = changed with { Version = changed.Version + 1 };
    }

    /// <summary>Delivers all that is due now.</summary>
    public async Task DeliverAsync()
    {
        while (await Outbox.ClaimAsync(Time.Now, Time.Now + Hold, TestContext.Current.CancellationToken) is { } item)
        {
            await services.GetRequiredService<OutboxDelivery>().DeliverAsync(item, TestContext.Current.CancellationToken);
        }
    }

    /// <returns>How many messages wait, and how many were given up.</returns>
    public async Task<(long Waiting, long Abandoned)> CountAsync()
    {
        var database = services.GetRequiredService<IDatabase>();
        return await database.ReadAsync(
            session => session.FindAsync(
                new("select count(*) filter (where not abandoned), count(*) filter (where abandoned) from outbox"),
                row => (row.GetInt64(0), row.GetInt64(1)),
                TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Slack.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static Outgoing.Refresh Card(Incident incident) => new(incident.Channel, new LiveSubject(LiveSubject.Incident, incident.Id.Value));

    private async Task CommitAsync(Changes changes) =>
        Assert.Equal(CommitResult.Committed, await services.GetRequiredService<ILedger>().CommitAsync(changes, TestContext.Current.CancellationToken));
}
