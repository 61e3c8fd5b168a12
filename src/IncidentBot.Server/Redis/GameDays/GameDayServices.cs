using IncidentBot.Commands;
using IncidentBot.Desk;
using IncidentBot.Storage;

namespace IncidentBot.Redis.GameDays;

internal static class GameDayServices
{
    /// <summary>What the outages fill up that may be cleared, so that a rehearsal can be repaired as a real one would be.</summary>
    private static readonly string[] Caches = ["rl:*"];

    public static IServiceCollection AddGameDays(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.GetSection(GameDayOptions.Section).Get<GameDayOptions>() is not { Enabled: true })
        {
            return services.AddSingleton<FurtherCommands>(provider => () => [GameDaysOff.Command(provider.GetRequiredService<ILedger>())]);
        }

        foreach (var (at, cache) in Caches.Index())
        {
            configuration[$"Targets:{StageTargets.Single}:Caches:{at}:Pattern"] = cache;
        }

        services.AddSingleton(StagePorts.Free());
        services.AddSingleton<Stage>();

        // The desk knows the targets, and those the ports: made when the first command is carried out.
        services.AddSingleton(provider => new GameDayCommands(
            provider.GetRequiredService<Stage>(),
            new Lazy<IncidentDesk>(provider.GetRequiredService<IncidentDesk>),
            provider.GetRequiredService<ILedger>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<FurtherCommands>(provider => () => provider.GetRequiredService<GameDayCommands>().Table);
        services.AddOptions<RedisOptions>().PostConfigure<StagePorts>((options, ports) =>
        {
            foreach (var (name, target) in ports.Targets)
            {
                options.Targets[name] = target;
            }
        });
        return services;
    }
}
