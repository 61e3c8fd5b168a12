using IncidentBot.Chat.Slack.Api;
using IncidentBot.Chat.Slack.Rooms;
using IncidentBot.Chat.Slack.Socket;
using IncidentBot.Chat.Slack.Views;
using IncidentBot.Commands;
using IncidentBot.Doors;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Slack;

internal static class SlackServices
{
    /// <summary>Registers nothing where no Slack secret is configured; stops the start where one is missing.</summary>
    public static IServiceCollection AddSlack(this IServiceCollection services, IConfiguration configuration)
    {
        // Where Slack is not configured its tokens are secret too: a target may print one.
        if (configuration.Read<SlackOptions>(SlackOptions.Section) is not { IsEnabled: true } options)
        {
            return services;
        }

        services.AddSettings<SlackOptions>(SlackOptions.Section);
        services.AddSingleton<IValidateOptions<SlackOptions>, SlackOptionsCheck>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddIntake();
        services.AddSingleton<SlackIntake>();
        services.AddSingleton<SlackEvents>();
        services.AddSingleton<SlackPace>();
        services.AddSingleton<SlackPostTurns>();
        services.AddSingleton<SlackClient>();
        services.AddSingleton<IChatPlatform, SlackPlatform>();
        services.AddSlackRooms();
        services.AddSingleton<SlackOutputs>();
        services.AddSingleton<SlackHistory>();
        services.AddSingleton<IGroupMembers, SlackGroupMembers>();
        services.AddSingleton<IAccountNames, SlackNames>();
        services.AddSingleton<IMentions, SlackMentions>();
        services.AddSingleton<SlackForms>();
        services.AddSingleton<HomeFor>(provider => async (reader, ct) =>
            await provider.GetRequiredService<HomeCards>()
                .DrawAsync(await provider.GetRequiredService<Identities>().ResolveAsync(reader, reader.UserId, ct), ct));
        services.AddSingleton<SlackHome>();
        return services.AddHttp(options).AddSocketMode(options);
    }

    private static IServiceCollection AddHttp(this IServiceCollection services, SlackOptions options) => options.TakesHttp
        ? services.AddSingleton<SlackSignature>().AddSingleton<SlackGate>().AddRefusals<SlackGate>("Slack requests")
        : services;

    private static IServiceCollection AddSocketMode(this IServiceCollection services, SlackOptions options)
    {
        if (options.TakesSocket)
        {
            services.AddSingleton<SocketIntake>();
            services.AddSingleton<SocketDialer>();
            services.AddSingleton<SocketStatus>();
            services.AddHostedService<SocketModeWorker>();
            services.AddHealthChecks().AddCheck<SocketStatus>("Slack Socket Mode");
        }

        return services;
    }
}
