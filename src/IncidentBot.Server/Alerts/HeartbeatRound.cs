using IncidentBot.Rounds;
using IncidentBot.Storage;
using Microsoft.Extensions.Options;

namespace IncidentBot.Alerts;

/// <summary>A heartbeat that has not come is an alert of its source like any other.</summary>
internal sealed class HeartbeatRound(ILedger ledger, IAlertInbox inbox, IOptions<AlertOptions> options, TimeProvider time) : IRound
{
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(10);

    public AppointmentKind Kind => Heartbeats.Kind;

    public async Task CarryOutAsync(DueItem item, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var name = options.Value.Sources.Keys.FirstOrDefault(name => Heartbeats.Subject(name) == item.Appointment.Subject);
        if (name is null || options.Value.Sources[name].Every is not { } every)
        {
            await ledger.CommitAsync(new Changes { Completes = item.Id }, ct);
            return;
        }

        // First, so that a process that dies here says it twice and not never.
        var isStored = await inbox.AddAsync(name, Heartbeats.Missing(name, item.Appointment.DueAt - every, every), now, ct);
        await ledger.CommitAsync(
            isStored
                ? new Changes { Completes = item.Id }
                : new Changes { Completes = item.Id, Schedule = [item.Appointment with { DueAt = now + Busy }] },
            ct);
    }
}
