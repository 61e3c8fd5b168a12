namespace IncidentBot.Redis.GameDays;

internal static class GameDayServices
{
    public static IServiceCollection AddGameDays(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.GetSection(GameDayOptions.Section).Get<GameDayOptions>() is not { Enabled: true })
        {
            return services;
        }

        services.AddSingleton(StagePorts.Free());
        services.AddSingleton<Stage>();
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
