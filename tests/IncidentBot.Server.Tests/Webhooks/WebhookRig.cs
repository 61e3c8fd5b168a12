using System.Security.Cryptography;
using IncidentBot.Commands;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Server.Tests.Storage;
using IncidentBot.Storage;
using IncidentBot.Timeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace IncidentBot.Webhooks;

/// <summary>A store, and whoever is told what is written to it; without a worker, whose part a test plays.</summary>
internal sealed class WebhookRig : IAsyncDisposable
{
    public const string Name = "ops";

    private readonly TestSqlite store = new();

    private WebhookRig()
    {
    }

    public static string Secret { get; } = NewSecret();

    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    public ServiceProvider Services { get; private set; } = null!;

    public SqlWebhooks Store => Services.GetRequiredService<SqlWebhooks>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static string NewSecret() => $"whsec_{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}";

    public static async Task<WebhookRig> MakeAsync(string url, params (string Key, string Value)[] more)
    {
        var rig = new WebhookRig();
        foreach (var (key, value) in ((string, string)[])[("ops:Url", url), ("ops:Secrets:0", Secret), ("ops:AllowPrivate", "true"), .. more])
        {
            rig.store.Settings[$"Webhooks:{key}"] = value;
        }


        // Also what no start would take: what is refused there is refused here once more.
        rig.store.More = (services, configuration) => services.AddWebhooks(configuration)
            .RemoveAll<IValidateOptions<WebhooksOptions>>()
            .AddSingleton(new PeopleDirectory([]));
        rig.Services = await rig.ReplicaAsync();
        return rig;
    }

    public Task<ServiceProvider> ReplicaAsync() => store.ReplicaAsync(Time);

    public async Task<Incident> OpenAsync(string title = "Redis is down")
    {
        var incident = Some.Incident() with { Title = title };
        await CommitAsync(new Changes
        {
            Incident = incident,
            Timeline = [TimelineEntry.Of(incident.Id, Time.GetUtcNow(), Some.Ada, new TimelineEvent.Opened(incident.Severity, title, "primary"))],
        });
        return incident;
    }

    public async Task CommitAsync(Changes changes) =>
        Assert.Equal(CommitResult.Committed, await Services.GetRequiredService<ILedger>().CommitAsync(changes, Ct));

    /// <returns>False where nothing is due.</returns>
    public async Task<bool> DeliverAsync()
    {
        if (await Services.GetRequiredService<WebhookDeliveries>().ClaimAsync(Ct) is not { } work)
        {
            return false;
        }

        await work(Ct);
        return true;
    }

    /// <summary>Delivers what is due, and shows what has come of the last of it.</summary>
    public async Task<WebhookDelivery> DeliveredAsync(string name = Name)
    {
        while (await DeliverAsync())
        {
        }

        return (await Store.LastAsync(name, 1, Ct))[0];
    }

    public Task<WebhookHealth> HealthAsync(string name = Name) => Store.HealthAsync(name, Ct);

    /// <summary>Types a command.</summary>
    /// <returns>What is answered, as plain text.</returns>
    public async Task<string> TypeAsync(string line, Permissions may = Permissions.Observe | Permissions.Approve)
    {
        var key = Guid.NewGuid().ToString("N");
        await Services.GetRequiredService<IInbox>().AddAsync(Some.Message(key, text: line), Ct);
        var request = new Request(key, new Person(Some.Ada, "Ada", may, Listed: true), new ReplyAddress(Some.Ops, Some.Account("U1"), null));
        var reader = new CommandReader([.. Services.GetRequiredService<WebhookCommands>().Table]);
        var found = Assert.IsType<CommandReading.Found>(reader.Read(line));
        var arguments = Assert.IsType<ArgumentReading.Ok>(found.ReadArguments()).Arguments;
        var answer = await found.Command.Handler(new CommandContext(request, found.Command, found.Words, found.Rest, arguments), Ct);
        return PlainText.Render(answer.Card);
    }

    public WebhookOptions Options(string name = Name) => Services.GetRequiredService<IOptions<WebhooksOptions>>().Value.Endpoints[name];

    public async ValueTask DisposeAsync() => await store.DisposeAsync();
}
