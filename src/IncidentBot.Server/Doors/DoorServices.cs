using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IncidentBot.Doors;

internal static class DoorServices
{
    /// <summary>Asked for by each door, and there once.</summary>
    public static IServiceCollection AddIntake(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Intake>();
        services.TryAddSingleton<TooMany>();
        return services;
    }
}
