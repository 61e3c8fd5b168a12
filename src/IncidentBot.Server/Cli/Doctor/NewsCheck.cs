using IncidentBot.Alerting;
using IncidentBot.Alerts;
using IncidentBot.Audience;
using IncidentBot.Watching;
using IncidentBot.Words;
using Microsoft.Extensions.Options;

namespace IncidentBot.Cli.Doctor;

/// <summary>How the bot hears of an outage that nobody has typed, and who hears of an incident without typing.</summary>
internal static class NewsCheck
{
    public const string Area = "news";

    public static IEnumerable<Finding> Find(IServiceProvider bot)
    {
        var channel = bot.GetRequiredService<AlertPolicy>().Channel;
        var sources = bot.GetRequiredService<IOptions<AlertOptions>>().Value.Sources;
        yield return sources.Count == 0
            ? Finding.Ok(Area, "nobody sends alerts; Alerts:Sources says who may.")
            : Finding.Ok(Area, $"alerts come from {string.Join(", ", sources.Keys.Order(StringComparer.Ordinal))}, and open incidents in {channel}.");

        var isOn = bot.GetRequiredService<IOptions<WatchOptions>>().Value.Enabled;
        var watched = isOn ? bot.GetServices<IWatchedSystem>().Sum(system => system.Targets.Count) : 0;
        yield return watched == 0
            ? Finding.Warning(Area, "the bot watches nothing, so it sees an outage when somebody asks it: Watch:Enabled, and a target, make it look by itself.")
            : channel == AlertPolicy.Nowhere
                ? Finding.Warning(Area, $"the bot watches {Plural.Of(watched, "target")}, and has no channel to open an incident in: set Alerts:Channel.")
                : Finding.Ok(Area, $"the bot watches {Plural.Of(watched, "target")}, and opens incidents in {channel}.");

        if (bot.GetRequiredService<IReadOnlyList<StakeholderRule>>() is { Count: > 0 } rules)
        {
            yield return Finding.Ok(Area, $"stakeholders read in {string.Join(", ", rules.Select(rule => $"{rule.Channel}").Distinct())}.");
        }
    }
}
