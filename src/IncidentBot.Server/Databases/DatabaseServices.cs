using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Runbooks;
using IncidentBot.Settings;
using IncidentBot.Watching;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IncidentBot.Databases;

internal static class DatabaseServices
{
    /// <summary>The actions whose target is a PostgreSQL. They are there without any database too, so that runbooks can name them.</summary>
    public static IServiceCollection AddDatabases(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSettings("Databases", (DatabaseOptions options) => options.Targets);
        return services
            .AddSingleton<IValidateOptions<DatabaseOptions>>(new FaultsStopTheStart<DatabaseOptions>((options, faults) =>
            {
                foreach (var (target, settings) in options.Targets)
                {
                    new DatabaseTargetReader(target, settings, faults).Read();
                }
            }))
            .AddSingleton<DatabaseTargets>()
            .AddSingleton<IWatchedSystem, WatchedDatabases>()
            .AddSingleton<SecretsOfAPart>(provider => () => provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.Passwords)
            .AddHostedService<QueryCheck>()
            .AddSingleton(new TargetKind("db", "Databases", "src/IncidentBot.Server/Databases/README.md")
            {
                Situation = "A database is slow or full",
                Looks = ["connections", "queries"],
            })
            .AddSingleton<IReadOnlyList<Target>>(
                provider => [.. provider.GetRequiredService<DatabaseTargets>().All.Select(target => new Target(target.Name, "db", target.Address))])
            .AddSingleton<IReadOnlyList<ConfiguredStep>>(provider => DatabaseSteps.Of(provider.GetRequiredService<DatabaseTargets>()))
            .AddSingleton<ConnectionsAction>()
            .AddSingleton<IRunbookAction>(provider => provider.GetRequiredService<ConnectionsAction>())
            .AddSingleton<IRunbookAction, QueriesAction>()
            .AddSingleton<IRunbookAction, QueryAction>()
            .AddSingleton<IVerification, DatabaseVerification>();
    }
}
