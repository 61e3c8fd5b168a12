using IncidentBot.Audience;
using IncidentBot.Execution;
using IncidentBot.Mail;
using IncidentBot.People;
using IncidentBot.Settings;
using IncidentBot.Storage.Postgres;
using IncidentBot.Storage.Sqlite;
using IncidentBot.Webhooks;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IncidentBot.Storage;

internal static class StorageServices
{
    /// <summary>Everything behind the kernel's storage interfaces. Await <see cref="StorageStart.UpgradeAsync"/> before the host starts.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSettings<StorageOptions>("Storage")
            .Validate(
                options => UsesPostgres(options) || !string.IsNullOrWhiteSpace(options.Sqlite),
                "Set Storage:Sqlite to the path of a file, or Storage:Postgres to a connection string.");
        services.AddSettings<InboxOptions>("Inbox");
        services.AddSettings<AuditOptions>("Audit")
            .Validate(
                options => !string.IsNullOrWhiteSpace(options.Key) || !string.IsNullOrWhiteSpace(options.KeyFile),
                "Set Audit:KeyFile to the path of a file, or Audit:Key to a key in base64.");
        services.TryAddSingleton(provider => new SharedClock(TimeProvider.System, provider.GetRequiredService<ILogger<SharedClock>>()));
        services.TryAddSingleton<TimeProvider>(provider => provider.GetRequiredService<SharedClock>());

        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton<PostgresDatabase>();
        services.AddSingleton<PostgresWakeUp>();
        services.AddSingleton<SqliteWakeUp>();
        services.AddSingleton<IDatabase>(
            provider => UsesPostgres(provider) ? provider.GetRequiredService<PostgresDatabase>() : provider.GetRequiredService<SqliteDatabase>());
        services.AddSingleton<IWakeUp>(
            provider => UsesPostgres(provider) ? provider.GetRequiredService<PostgresWakeUp>() : provider.GetRequiredService<SqliteWakeUp>());

        services.AddSingleton(Replica.Start());
        services.AddSingleton<SqlReplicas>();
        services.AddSingleton<AuditKey>();
        services.AddSingleton(provider => provider.GetRequiredService<AuditKey>().Chain);
        services.AddSingleton<StorageStart>();
        services.AddSingleton<StoreProbe>();

        services.AddSingleton<SqlLedger>();
        services.AddSingleton<ILedger>(provider => Heard(provider, new EverywhereLedger(
            new MilestoneLedger(
                new RedactingLedger(Told(provider), provider.GetRequiredService<Redactor>()),
                provider.GetRequiredService<IIncidentStore>()),
            provider.GetRequiredService<IIncidentStore>(),
            provider.GetRequiredService<IRunStore>())));
        services.AddSingleton<SqlWebhooks>();
        services.AddSingleton<SqlMail>();
        services.AddSingleton<IIncidentStore, SqlIncidents>();
        services.AddSingleton<IRunStore, SqlRuns>();
        services.AddSingleton<Lookup>();
        services.AddSingleton<IRunbookStore, SqlRunbooks>();
        services.AddSingleton<ILinkStore, SqlLinks>();
        services.AddSingleton<SqlSignIns>();
        services.AddSingleton<IAuditStore, SqlAudit>();
        services.AddSingleton<IInbox, SqlInbox>();
        services.AddSingleton<SqlAlertInbox>();
        services.AddSingleton<IAlertInbox>(provider => provider.GetRequiredService<SqlAlertInbox>());
        services.AddSingleton<IAlertStore, SqlAlerts>();
        services.AddSingleton<IWatchStore, SqlWatch>();
        services.AddSingleton<IAnswers, SqlAnswers>();
        services.AddSingleton<IOutbox, SqlOutbox>();
        services.AddSingleton<ISchedule, SqlSchedule>();
        services.AddSingleton<IChannelLog, SqlChannelLog>();
        services.AddSingleton<IConversationStore, SqlConversations>();
        services.AddSingleton<ITurns, SqlTurns>();
        services.AddSingleton<IKeptCards, SqlKeptCards>();
        services.AddHostedService<ReplicaWatch>();
        services.AddHostedService<Housekeeping>();
        return services;
    }

    /// <summary>In front of all: what readers hear is cleaned, and their cards are brought up to date like any other.</summary>
    private static ILedger Heard(IServiceProvider provider, ILedger inner) => provider.GetService<IReadOnlyList<StakeholderRule>>() is { } rules
        ? new AudienceLedger(inner, rules, provider.GetRequiredService<PeopleDirectory>())
        : inner;

    /// <summary>Behind the redactor: what endpoints are told is made of what was cleaned.</summary>
    private static ILedger Told(IServiceProvider provider)
    {
        ILedger ledger = provider.GetRequiredService<SqlLedger>();
        var incidents = provider.GetRequiredService<IIncidentStore>();
        if (provider.GetService<IncidentEvents>() is { } events)
        {
            ledger = new WebhookLedger(ledger, incidents, events);
        }

        return provider.GetService<IncidentLetters>() is { } letters
            ? new MailLedger(ledger, incidents, provider.GetRequiredService<SqlMail>(), letters)
            : ledger;
    }

    private static bool UsesPostgres(IServiceProvider provider) => UsesPostgres(provider.GetRequiredService<IOptions<StorageOptions>>().Value);

    private static bool UsesPostgres(StorageOptions options) => !string.IsNullOrWhiteSpace(options.Postgres);
}
