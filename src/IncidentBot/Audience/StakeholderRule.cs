using IncidentBot.Incidents;
using IncidentBot.Messages;

namespace IncidentBot.Audience;

/// <summary>Of which incidents a channel of readers hears who do not work on them.</summary>
/// <param name="Services">Empty where it is about all of them, also about an incident of which nobody knows what it affects.</param>
public sealed record StakeholderRule(
    ChannelRef Channel, IReadOnlyList<Severity> Severities, IReadOnlyList<string> Services, IReadOnlyList<IncidentKind> Kinds)
{
    /// <summary>Never of a private incident, whatever the rule says.</summary>
    public bool Wants(Incident incident) => !incident.IsPrivate
        && Severities.Contains(incident.Severity)
        && Kinds.Contains(incident.Kind)
        && (Services.Count == 0 || Affected(incident).Any(service => Services.Contains(service, StringComparer.OrdinalIgnoreCase)));

    /// <summary>What its runbook names, unless somebody has looked and it is not affected, and what people or alerts have said.</summary>
    private static IEnumerable<string> Affected(Incident incident)
    {
        var struck = incident.Impacts.Where(impact => impact.IsStruck).Select(impact => impact.Service);
        var said = incident.Impacts.Where(impact => !impact.IsStruck).Select(impact => impact.Service);
        return incident.Services.Except(struck, StringComparer.OrdinalIgnoreCase).Concat(said);
    }
}
