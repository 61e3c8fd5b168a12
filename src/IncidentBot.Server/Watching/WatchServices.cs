using IncidentBot.Alerting;
using IncidentBot.Commands;
using IncidentBot.Settings;
using IncidentBot.Storage;
using Microsoft.Extensions.Options;

namespace IncidentBot.Watching;

internal static class WatchServices
{
    /// <summary>After alerting, through which the watch speaks. Where it is switched off its command says so.</summary>
    public static IServiceCollection AddWatch(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<WatchOptions>(WatchOptions.Section);
        services.AddSingleton<IValidateOptions<WatchOptions>>(provider => new FaultsStopTheStart<WatchOptions>((options, faults) =>
            WatchThresholds.Check(options, () => [.. provider.GetServices<IWatchedSystem>()], faults)));
        if (!configuration.Read<WatchOptions>(WatchOptions.Section).Enabled)
        {
            return services.AddSingleton<FurtherCommands>(provider => () => [WatchOff.Command(provider.GetRequiredService<ILedger>())]);
        }

        services.AddSingleton(provider => Policy(provider.GetRequiredService<IOptions<WatchOptions>>().Value) with
        {
            Tells = provider.GetRequiredService<AlertPolicy>().Channel != AlertPolicy.Nowhere,
        });
        services.AddSingleton(provider => new Watcher(
            [.. provider.GetServices<IWatchedSystem>()],
            provider.GetRequiredService<WatchPolicy>(),
            provider.GetRequiredService<IWatchStore>(),
            provider.GetRequiredService<IAlertInbox>(),
            provider.GetRequiredService<IIncidentStore>(),
            provider.GetRequiredService<ILedger>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<WatchCards>();
        services.AddSingleton<WatchCommands>();
        services.AddSingleton<FurtherCommands>(provider => () => provider.GetRequiredService<WatchCommands>().Table);
        services.AddHealthChecks().AddCheck<WatchStanding>("Watch");
        return services;
    }

    private static WatchPolicy Policy(WatchOptions options) => new((target, measure) => WatchThresholds.Of(options, target, measure))
    {
        Every = options.Every,
        EveryInIncident = options.EveryInIncident,
    };
}
