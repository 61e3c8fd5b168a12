using IncidentBot.Incidents;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>How soon an incident is expected to be taken: as its runbook says, and otherwise as the policy does.</summary>
internal static class SeverityText
{
    public static SeverityLevel? LevelOf(Incident incident) => incident.Runbook?.Severities.FirstOrDefault(level => level.Severity == incident.Severity);

    public static TimeSpan Response(Incident incident, IncidentPolicy policy) => LevelOf(incident)?.Respond ?? policy.Response[incident.Severity];

    public static string Within(TimeSpan time) => time == TimeSpan.Zero ? "at once" : $"within {Duration.Words(time)}";
}
