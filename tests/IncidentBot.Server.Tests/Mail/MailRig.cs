using IncidentBot.Commands;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Server.Tests.Storage;
using IncidentBot.Storage;
using IncidentBot.Timeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IncidentBot.Mail;

/// <summary>A store, and a mail server that is told what is written to it; without a worker, whose part a test plays.</summary>
internal sealed class MailRig : IAsyncDisposable
{
    public const string List = "management";
    public const string Cto = "cto@example.org";

    private readonly TestSqlite store = new();

    private MailRig()
    {
    }

    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    public ServiceProvider Services { get; private set; } = null!;

    public SqlMail Store => Services.GetRequiredService<SqlMail>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<MailRig> MakeAsync(int port, params (string Key, string Value)[] more)
    {
        var rig = new MailRig();
        rig.Set(
        [
            ("Host", "localhost"), ("Port", $"{port}"), ("Security", "None"), ("From", "Incidents <bot@your.org>"), ($"To:{List}:Addresses:0", Cto), .. more,
        ]);
        rig.store.More = (services, configuration) => services.AddMail(configuration).AddSingleton(new PeopleDirectory([]));
        rig.Services = await rig.ReplicaAsync();
        return rig;
    }

    public Task<ServiceProvider> ReplicaAsync() => store.ReplicaAsync(Time);

    /// <summary>The bot is started anew, with other settings. Those that are null are taken away.</summary>
    public async Task RestartAsync(params (string Key, string? Value)[] settings)
    {
        Set(settings);
        Services = await ReplicaAsync();
    }

    public async Task<Incident> OpenAsync(Func<Incident, Incident>? made = null)
    {
        var incident = Some.Incident() with { Title = "Redis is down", OpenedAt = Time.GetUtcNow() };
        incident = made?.Invoke(incident) ?? incident;
        return await SayAsync(incident, new TimelineEvent.Opened(incident.Severity, incident.Title, "primary") { Of = incident.Kind });
    }

    /// <returns>The incident as it is stored from then on.</returns>
    public async Task<Incident> SayAsync(Incident incident, TimelineEvent what)
    {
        await CommitAsync(new Changes { Incident = incident, Timeline = [TimelineEntry.Of(incident.Id, Time.GetUtcNow(), Some.Ada, what)] });
        return incident with { Version = incident.Version + 1 };
    }

    public Task<Incident> MoveAsync(Incident incident, IncidentState to, string why = "the checks pass") =>
        SayAsync(
            incident with
            {
                State = to,
                MitigatedAt = to is IncidentState.Resolved ? Time.GetUtcNow() : incident.MitigatedAt,
                ResolvedAt = to is IncidentState.Resolved ? Time.GetUtcNow() : incident.ResolvedAt,
            },
            new TimelineEvent.Moved(incident.State, to, why));

    public async Task CommitAsync(Changes changes) =>
        Assert.Equal(CommitResult.Committed, await Services.GetRequiredService<ILedger>().CommitAsync(changes, Ct));

    /// <summary>Sends what is due.</summary>
    /// <returns>How many letters were tried.</returns>
    public async Task<int> SendAsync()
    {
        for (var tried = 0; ; tried++)
        {
            if (await Services.GetRequiredService<MailDeliveries>().ClaimAsync(Ct) is not { } work)
            {
                return tried;
            }

            await work(Ct);
        }
    }

    public async Task<string> DoctorAsync() => (await Services.GetRequiredService<MailDoctor>().FindAsync(Ct)).Line;

    public Task<MailHealth> HealthAsync(string list = List) => Store.HealthAsync(list, Ct);

    /// <summary>Types a command.</summary>
    /// <returns>What is answered, as plain text.</returns>
    public async Task<string> TypeAsync(string line, Permissions may = Permissions.Observe | Permissions.Approve)
    {
        var key = Guid.NewGuid().ToString("N");
        await Services.GetRequiredService<IInbox>().AddAsync(Some.Message(key, text: line), Ct);
        var request = new Request(key, new Person(Some.Ada, "Ada", may, Listed: true), new ReplyAddress(Some.Ops, Some.Account("U1"), null));
        var found = Assert.IsType<CommandReading.Found>(new CommandReader([.. Services.GetRequiredService<MailCommands>().Table]).Read(line));
        var arguments = Assert.IsType<ArgumentReading.Ok>(found.ReadArguments()).Arguments;
        var answer = await found.Command.Handler(new CommandContext(request, found.Command, found.Words, found.Rest, arguments), Ct);
        return PlainText.Render(answer.Card);
    }

    public async ValueTask DisposeAsync() => await store.DisposeAsync();

    private void Set((string Key, string? Value)[] settings)
    {
        foreach (var (key, value) in settings)
        {
            store.Settings[$"Mail:{key}"] = value;
            if (value is null)
            {
                store.Settings.Remove($"Mail:{key}");
            }
        }
    }
}
