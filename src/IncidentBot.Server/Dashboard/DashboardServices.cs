using IncidentBot.Alerting;
using IncidentBot.Chat;
using IncidentBot.Commands;
using IncidentBot.Doors;
using IncidentBot.Markup;
using IncidentBot.Messages;
using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IncidentBot.Dashboard;

internal static class DashboardServices
{
    /// <summary>Pages on which everything can be read and done that can be in a chat.</summary>
    /// <param name="guests">Whom the door before them lets in.</param>
    public static IServiceCollection AddDashboard(this IServiceCollection services, IReadOnlyList<Guest> guests)
    {
        services.TryAddSingleton<ComponentMarkup>();
        services.AddIntake();
        services.AddSingleton<IChatPlatform>(provider => new DashboardPlatform(
            provider.GetRequiredService<IChannelLog>(), () => Home(provider), provider.GetRequiredService<TimeProvider>()));
        return services
            .AddSingleton(provider => new Visitors(provider.GetRequiredService<Identities>(), guests))
            .AddSingleton<Pulse>()
            .AddSingleton<FollowPage>()
            .AddSingleton<Act>()
            .AddSingleton<MeasuredTargets>()
            .AddSingleton<ShowIncidents>()
            .AddSingleton<ShowIncident>()
            .AddSingleton<ShowAudit>();
    }

    /// <summary>Where alerts open theirs.</summary>
    private static (IChatPlatform Platform, ChannelRef Channel)? Home(IServiceProvider provider) =>
        provider.GetRequiredService<AlertPolicy>().Channel is var channel
            && provider.GetServices<IChatPlatform>().FirstOrDefault(platform => platform.Name == channel.Platform) is { } platform
            ? (platform, channel)
            : null;
}
