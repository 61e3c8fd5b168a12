using IncidentBot.Incidents;

namespace IncidentBot.Desk;

internal static class IncidentText
{
    /// <summary>What could be typed now, for somebody who was refused or asks what is next.</summary>
    public static string Possible(Incident incident, IReadOnlyList<IncidentTrigger> possible)
    {
        var commands = possible.Select(trigger => Command(incident, trigger)).OfType<string>().ToList();
        if (CanBeOverridden(incident))
        {
            commands.Add($"/incident override {incident.Label} <reason>");
        }

        return commands.Count == 0 ? "There is no next step." : $"You can: {string.Join(", ", commands)}.";
    }

    public static bool CanBeOverridden(Incident incident) =>
        incident.State is IncidentState.Mitigating or IncidentState.Verifying
        || incident is { State: IncidentState.Monitoring, SoakPassed: false }
        || incident is { State: IncidentState.Monitoring, Alerts.Fires: true };

    public static bool TakesUpdates(Incident incident) => incident.State is not (IncidentState.Closed or IncidentState.Cancelled);

    /// <summary>Without a finding it takes a reason.</summary>
    public static string Mitigate(Incident incident) => $"/incident mitigate {incident.Label}{(incident.Findings > 0 ? "" : " <reason>")}";

    private static string? Command(Incident incident, IncidentTrigger trigger) => trigger switch
    {
        IncidentTrigger.Assess => $"/incident assess {incident.Label}",
        IncidentTrigger.Mitigate => Mitigate(incident),
        IncidentTrigger.Regress => $"/incident mitigate {incident.Label} <reason>",
        IncidentTrigger.Verify => $"/incident verify {incident.Label}",
        IncidentTrigger.Resolve => $"/incident resolve {incident.Label}",
        IncidentTrigger.Close => $"/incident close {incident.Label}",
        IncidentTrigger.Cancel => $"/incident cancel {incident.Label} <reason>",
        IncidentTrigger.Reopen => $"/incident reopen {incident.Label} <reason>",

        // The checks decide, not a person; or it was said when it was opened.
        IncidentTrigger.Monitor or IncidentTrigger.Record => null,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
