using IncidentBot.Alerting;
using IncidentBot.Storage;

namespace IncidentBot.Rounds;

/// <summary>Opens an incident for alerts that a rule has held back, where they still fire.</summary>
public sealed class HeldAlertsRound(RoundDecisions rounds, IAlertStore alerts, AlertDesk desk) : IRound
{
    public AppointmentKind Kind => AppointmentKind.HeldAlerts;

    public async Task CarryOutAsync(DueItem item, CancellationToken ct)
    {
        await desk.ReconsiderAsync(() => alerts.WaitingAsync(item.Appointment.Subject, ct), ct);

        // Last, so that nothing that dies before makes it forget them. What has not fired long enough has the next appointment of the key by now.
        await rounds.DropAsync(item, ct);
    }
}
