using IncidentBot.Doors;
using IncidentBot.Rounds;
using IncidentBot.Settings;
using IncidentBot.Storage;
using Microsoft.Extensions.Options;

namespace IncidentBot.Alerts;

internal static class AlertServices
{
    /// <summary>The door is there only where somebody may send alerts.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<AlertOptions>(AlertOptions.Section);
        services.AddSingleton<IValidateOptions<AlertOptions>>(new FaultsStopTheStart<AlertOptions>(AlertOptionsCheck.Read));
        services.AddSingleton<Heartbeats>();
        services.AddSingleton<IRound, HeartbeatRound>();
        services.AddSingleton<IFiringAlerts, AlertmanagerApi>();
        if (configuration.Read<AlertOptions>(AlertOptions.Section).Sources.Count > 0)
        {
            services.AddIntake();
            services.AddSingleton<AlertSenders>();
            services.AddSingleton<AlertDoor>();
            services.AddRefusals<AlertDoor>("Alerts");
        }

        return services;
    }
}
