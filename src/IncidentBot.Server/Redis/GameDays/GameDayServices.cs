using IncidentBot.Commands;
using IncidentBot.Desk;
using IncidentBot.Settings;
using IncidentBot.Storage;

namespace IncidentBot.Redis.GameDays;

internal static class GameDayServices
{
    public static IServiceCollection AddGameDays(this IServiceCollection services, IConfiguration configuration)
    {
        if (!configuration.Read<GameDayOptions>(GameDayOptions.Section).Enabled)
        {
            return services.AddSingleton<FurtherCommands>(provider => () =>
            [
                PartThatIsOff.Command(
                    "/gameday",
                    "Rehearses an outage on servers of the bot's own",
                    "Rehearsals are switched off.",
                    $"They are switched on in the configuration, under {GameDayOptions.Section}:Enabled: src/IncidentBot.Server/Redis/README.md says how.",
                    provider.GetRequiredService<ILedger>()),
            ]);
        }

        services.AddSingleton<StagePorts>();
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
