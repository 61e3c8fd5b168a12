using IncidentBot.Settings;
using Microsoft.Extensions.Options;

namespace IncidentBot.Alerts;

internal static class AlertServices
{
    public static IServiceCollection AddAlerts(this IServiceCollection services)
    {
        services.AddSettings<AlertOptions>(AlertOptions.Section);
        services.AddSingleton<IValidateOptions<AlertOptions>>(new FaultsStopTheStart<AlertOptions>(AlertOptionsCheck.Read));
        return services;
    }
}
