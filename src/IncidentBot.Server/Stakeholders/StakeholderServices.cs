using IncidentBot.Audience;
using IncidentBot.Chat;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Settings;
using Microsoft.Extensions.Options;

namespace IncidentBot.Stakeholders;

internal static class StakeholderServices
{
    /// <summary>The rules by which channels hear of incidents.</summary>
    public static IServiceCollection AddStakeholders(this IServiceCollection services)
    {
        services.AddSettings(StakeholdersOptions.Section, (StakeholdersOptions options) => options.Rules);
        return services
            .AddSingleton<IValidateOptions<StakeholdersOptions>>(provider => new FaultsStopTheStart<StakeholdersOptions>((options, faults) =>
                StakeholderOptionsCheck.Read(options, Platforms(provider), faults)))
            .AddSingleton<IReadOnlyList<StakeholderRule>>(provider => Rules(provider.GetRequiredService<IOptions<StakeholdersOptions>>().Value));
    }

    private static List<StakeholderRule> Rules(StakeholdersOptions options) =>
    [
        .. options.Rules.Values.Select(rule => new StakeholderRule(
            ChannelRef.Read(rule.Channel)!,
            rule.Severities.Count > 0 ? rule.Severities : [Severity.P0, Severity.P1],
            rule.Services,
            rule.Kinds.Count > 0 ? rule.Kinds : [IncidentKind.Real])),
    ];

    private static List<string> Platforms(IServiceProvider provider) =>
        [.. provider.GetServices<IChatPlatform>().Select(platform => platform.Name).Except(BesideTheChats.Platforms).Order(StringComparer.Ordinal)];
}
