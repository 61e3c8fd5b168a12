using IncidentBot.Doors;
using IncidentBot.People;
using IncidentBot.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Teams;

internal static class TeamsServices
{
    /// <summary>Registers nothing where Teams is not configured; stops the start where it is half configured.</summary>
    public static IServiceCollection AddTeams(this IServiceCollection services, IConfiguration configuration)
    {
        if (!configuration.Read<TeamsOptions>(TeamsOptions.Section).IsEnabled)
        {
            return services;
        }

        services.AddTeamsTokens();
        services.AddSingleton<TeamsAuthentication>();
        services.AddSingleton<TeamsGate>();
        services.AddRefusals<TeamsGate>("Teams requests");
        services.AddIntake();
        services.AddSingleton<TeamsDialogs>();
        services.AddSingleton<TeamsIntake>();
        services.AddSingleton<TeamsTurns>();
        services.AddSingleton<TeamsAdapter>();
        services.AddSingleton<TeamsCloud>();
        services.AddSingleton<TeamsAddressBook>();
        services.AddSingleton<TeamsPace>();
        services.AddSingleton<TeamsConnectors>();
        services.AddSingleton<TeamsConnector>();
        services.AddSingleton<IChatPlatform, TeamsPlatform>();
        services.AddSingleton<IGroupMembers, TeamsGroupMembers>();
        return services;
    }

    /// <summary>What it takes to know that the settings are right.</summary>
    public static IServiceCollection AddTeamsTokens(this IServiceCollection services)
    {
        services.AddSettings<TeamsOptions>(TeamsOptions.Section);
        services.AddSingleton<IValidateOptions<TeamsOptions>, TeamsOptionsCheck>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<TeamsKeys>();
        services.AddSingleton<TeamsTokens>();
        return services;
    }
}
