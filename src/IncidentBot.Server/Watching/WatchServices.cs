using IncidentBot.Alerting;
using IncidentBot.Commands;
using IncidentBot.Rounds;
using IncidentBot.Settings;
using IncidentBot.Storage;
using Microsoft.Extensions.Options;

namespace IncidentBot.Watching;

internal static class WatchServices
{
    /// <summary>Where it is switched off no target is watched, and its command says so.</summary>
    public static IServiceCollection AddWatch(this IServiceCollection services, IConfiguration configuration)
    {
        var isOn = configuration.Read<WatchOptions>(WatchOptions.Section).Enabled;
        services.AddSettings<WatchOptions>(WatchOptions.Section);
        services.AddSingleton<IValidateOptions<WatchOptions>>(provider => new FaultsStopTheStart<WatchOptions>((options, faults) =>
            WatchThresholds.Check(options, () => [.. provider.GetServices<IWatchedSystem>()], faults)));
        services.AddSingleton(provider => Policy(provider.GetRequiredService<IOptions<WatchOptions>>().Value) with
        {
            Tells = provider.GetRequiredService<AlertPolicy>().Channel != AlertPolicy.Nowhere,
        });
        services.AddSingleton(provider => new Watcher(
            isOn ? [.. provider.GetServices<IWatchedSystem>()] : [],
            provider.GetRequiredService<WatchPolicy>(),
            provider.GetRequiredService<IWatchStore>(),
            provider.GetRequiredService<IAlertInbox>(),
            provider.GetRequiredService<IIncidentStore>(),
            provider.GetRequiredService<ILedger>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<GaugeCourses>();
        services.AddSingleton<IncidentCharts>();
        services.AddSingleton<WatchSilence>();
        services.AddSingleton<WatchSilenceRound>();
        services.AddSingleton<IRound>(provider => provider.GetRequiredService<WatchSilenceRound>());
        if (!isOn)
        {
            return services.AddSingleton<FurtherCommands>(provider => () =>
            [
                PartThatIsOff.Command(
                    "/watch",
                    "Shows what the bot watches and how it stands",
                    "The watch is switched off.",
                    $"That is in the configuration, under {WatchOptions.Section}:{nameof(WatchOptions.Enabled)}.",
                    provider.GetRequiredService<ILedger>()),
            ]);
        }

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
