using IncidentBot.Alerting;
using IncidentBot.Storage;

namespace IncidentBot.Rounds;

/// <summary>Opens an incident for alerts that a rule has held back, where they still fire.</summary>
public sealed class HeldAlertsRound(RoundDecisions rounds, IAlertStore alerts, AlertDesk desk) : IRound
{
    public AppointmentKind Kind => AppointmentKind.HeldAlerts;

    public async Task CarryOutAsync(DueItem item, CancellationToken ct)
    {
        // Dropped first: what has not fired long enough makes the next appointment of the same key.
        await rounds.DropAsync(item, ct);
        await desk.ReconsiderAsync(() => alerts.WaitingAsync(item.Appointment.Subject, ct), ct);
    }
}
