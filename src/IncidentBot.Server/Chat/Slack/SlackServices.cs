using IncidentBot.Chat.Slack.Rooms;
using IncidentBot.Chat.Slack.Views;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Slack;

internal static class SlackServices
{
    /// <summary>Registers nothing where neither Slack secret is configured; stops the start where only one is.</summary>
    public static IServiceCollection AddSlack(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(SlackOptions.Section);
        if (section.Get<SlackOptions>() is not { IsEnabled: true })
        {
            return services;
        }

        services.AddOptions<SlackOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SlackOptions>, SlackOptionsCheck>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SlackSignature>();
        services.AddSingleton<SlackGate>();
        services.AddSingleton<SlackIntake>();
        services.AddSingleton<SlackClient>();
        services.AddSingleton<IChatPlatform, SlackPlatform>();
        services.AddSlackRooms(configuration);
        services.AddSingleton<SlackForms>();
        return services;
    }
}
