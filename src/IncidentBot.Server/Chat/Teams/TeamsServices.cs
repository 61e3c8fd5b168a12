using IncidentBot.Doors;
using IncidentBot.People;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Teams;

internal static class TeamsServices
{
    /// <summary>Registers nothing where Teams is not configured; stops the start where it is half configured.</summary>
    public static IServiceCollection AddTeams(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(TeamsOptions.Section);
        if (section.Get<TeamsOptions>() is not { IsEnabled: true })
        {
            return services;
        }

        services.AddTeamsTokens(section);
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
    public static IServiceCollection AddTeamsTokens(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddOptions<TeamsOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TeamsOptions>, TeamsOptionsCheck>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<TeamsKeys>();
        services.AddSingleton<TeamsTokens>();
        return services;
    }
}
