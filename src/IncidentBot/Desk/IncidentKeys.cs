using IncidentBot.Incidents;
using IncidentBot.Storage;

namespace IncidentBot.Desk;

/// <summary>The appointments that an incident can have, one of each kind at a time.</summary>
internal static class IncidentKeys
{
    public static Appointment At(Incident incident, AppointmentKind kind, DateTimeOffset due) => new(Of(incident, kind), kind, incident.Id.Value, due);

    public static string Of(Incident incident, AppointmentKind kind) => $"{kind.Name.ToLowerInvariant()}:{incident.Label}";

    /// <summary>What the desk takes back once an incident is over. A round of another kind finishes its item when it falls due.</summary>
    public static IReadOnlyList<string> Working(Incident incident) =>
    [
        Of(incident, AppointmentKind.Assess), Of(incident, AppointmentKind.Verify), Of(incident, AppointmentKind.Soak),
        Of(incident, AppointmentKind.AlertNews), Of(incident, AppointmentKind.UnheardAlerts),
        Of(incident, AppointmentKind.Forgotten),
        Of(incident, AppointmentKind.Look), Of(incident, AppointmentKind.Escalate), Of(incident, AppointmentKind.StatusUpdate),
    ];
}
