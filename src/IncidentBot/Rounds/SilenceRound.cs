using IncidentBot.Alerting;
using IncidentBot.Messages;
using IncidentBot.Storage;

namespace IncidentBot.Rounds;

/// <summary>Says that a silence is about to end, ends it, and looks at what it has held back.</summary>
public sealed class SilenceRound(ILedger ledger, IAlertStore alerts, AlertDesk desk, TimeProvider time) : IRound
{
    public AppointmentKind Kind => AppointmentKind.Silence;

    public async Task CarryOutAsync(DueItem item, CancellationToken ct)
    {
        var number = Silences.NumberOf(item.Appointment);
        if (await alerts.SilenceAsync(number, ct) is not { EndedAt: null } silence)
        {
            await ledger.CommitAsync(new Changes { Completes = item.Id }, ct);
            return;
        }

        var now = time.GetUtcNow();
        if (now < silence.Until)
        {
            await ledger.CommitAsync(
                new Changes
                {
                    Completes = item.Id,
                    Say = [new Outgoing.Post(silence.In, Silences.EndsSoon(silence))],
                    Schedule = [Silences.At(silence, silence.Until)],
                },
                ct);
            return;
        }

        var over = silence with { EndedAt = now };
        var held = await Silences.HeldByAsync(silence, alerts, ct);
        if (await ledger.CommitAsync(Silences.Ended(over, by: null, held.Count, now) with { Completes = item.Id }, ct) is CommitResult.Committed)
        {
            await desk.ReconsiderAsync(() => Silences.HeldByAsync(silence, alerts, ct), ct);
        }
    }
}
