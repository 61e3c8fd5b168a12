using IncidentBot.Alerting;
using IncidentBot.Messages;
using IncidentBot.Storage;

namespace IncidentBot.Rounds;

/// <summary>Says that a silence is about to end, ends it, and looks at what it has held back.</summary>
public sealed class SilenceRound(ILedger ledger, IAlertStore alerts, AlertDesk desk, TimeProvider time) : IRound
{
    /// <summary>What was being counted while it ended may have been held back by it all the same.</summary>
    private static readonly TimeSpan OnceMore = TimeSpan.FromMinutes(1);

    public AppointmentKind Kind => AppointmentKind.Silence;

    public async Task CarryOutAsync(DueItem item, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (await alerts.SilenceAsync(Silences.NumberOf(item.Appointment), ct) is not { } silence)
        {
            await ledger.CommitAsync(new Changes { Completes = item.Id }, ct);
            return;
        }

        if (silence.EndedAt is null && now < silence.Until)
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

        var ended = silence.EndedAt ?? now;
        if (silence.EndedAt is null)
        {
            var held = await Silences.HeldByAsync(silence, alerts, ct);
            await ledger.CommitAsync(Silences.Ended(silence with { EndedAt = ended }, by: null, held.Count, now), ct);
        }

        await desk.ReconsiderAsync(() => Silences.HeldByAsync(silence, alerts, ct), ct);
        await ledger.CommitAsync(
            new Changes { Completes = item.Id, Schedule = now - ended < OnceMore ? [Silences.At(silence, ended + OnceMore)] : [] }, ct);
    }
}
