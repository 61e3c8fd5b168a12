using IncidentBot.Storage.Postgres;
using IncidentBot.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IncidentBot.Storage;

internal static class StorageServices
{
    /// <summary>Everything behind the kernel's storage interfaces. Await <see cref="StorageStart.UpgradeAsync"/> before the host starts.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddOptions<StorageOptions>().BindConfiguration("Storage")
            .Validate(options => UsesPostgres(options) || !string.IsNullOrWhiteSpace(options.Sqlite), "Set Storage:Sqlite to the path of a file, or Storage:Postgres to a connection string.")
            .ValidateOnStart();
        services.AddOptions<AuditKeyOptions>().BindConfiguration("Audit")
            .Validate(options => !string.IsNullOrWhiteSpace(options.Key) || !string.IsNullOrWhiteSpace(options.KeyFile), "Set Audit:KeyFile to the path of a file, or Audit:Key to a key in base64.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);

        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton<PostgresDatabase>();
        services.AddSingleton<PostgresWakeUp>();
        services.AddSingleton<IDatabase>(provider => UsesPostgres(provider) ? provider.GetRequiredService<PostgresDatabase>() : provider.GetRequiredService<SqliteDatabase>());
        services.AddSingleton<IWakeUp>(provider => UsesPostgres(provider) ? provider.GetRequiredService<PostgresWakeUp>() : provider.GetRequiredService<SqliteDatabase>().Wake);

        services.AddSingleton<AuditKey>();
        services.AddSingleton(provider => provider.GetRequiredService<AuditKey>().Chain);
        services.AddSingleton<StorageStart>();

        services.AddSingleton<SqlLedger>();
        services.AddSingleton<ILedger>(provider => new EverywhereLedger(
            provider.GetRequiredService<SqlLedger>(), provider.GetRequiredService<IIncidentStore>(), provider.GetRequiredService<IRunStore>()));
        services.AddSingleton<IIncidentStore, SqlIncidents>();
        services.AddSingleton<IRunStore, SqlRuns>();
        services.AddSingleton<IRunbookStore, SqlRunbooks>();
        services.AddSingleton<ILinkStore, SqlLinks>();
        services.AddSingleton<IAuditStore, SqlAudit>();
        services.AddSingleton<SqlInbox>();
        services.AddSingleton<IInbox>(provider => provider.GetRequiredService<SqlInbox>());
        services.AddSingleton<IOutbox, SqlOutbox>();
        services.AddSingleton<ISchedule, SqlSchedule>();
        services.AddSingleton<IChannelLog, SqlChannelLog>();
        services.AddSingleton<IConversationStore, SqlConversations>();
        services.AddSingleton<SqlKeptCards>();
        services.AddSingleton<IKeptCards>(provider => provider.GetRequiredService<SqlKeptCards>());
        services.AddHostedService<Housekeeping>();
        return services;
    }

    private static bool UsesPostgres(IServiceProvider provider) => UsesPostgres(provider.GetRequiredService<IOptions<StorageOptions>>().Value);

    private static bool UsesPostgres(StorageOptions options) => !string.IsNullOrWhiteSpace(options.Postgres);
}
