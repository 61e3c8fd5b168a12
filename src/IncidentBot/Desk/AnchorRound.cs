using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;

namespace IncidentBot.Desk;

/// <summary>Writes the audit's head where the database does not reach, so that a tail that is cut off later is missed.</summary>
/// <param name="daily">Where it is posted once a day; null for nowhere.</param>
public sealed class AnchorRound(ILedger ledger, IIncidentStore incidents, IAuditStore audit, TimeProvider time, ChannelRef? daily)
{
    private const int DigitsShown = 16;

    /// <summary>The next midnight in UTC: the same one whenever it is asked for, so that a restart does not put it off.</summary>
    public static Appointment Daily(DateTimeOffset now) =>
        new("anchor:daily", AppointmentKind.Anchor, Guid.Empty, new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero));

    public async Task CarryOutAsync(DueItem item, CancellationToken ct)
    {
        var isDaily = item.Appointment.Subject == Guid.Empty;
        var incident = isDaily ? null : await incidents.FindAsync(new IncidentId(item.Appointment.Subject), ct);
        var channel = isDaily ? daily : incident?.Channel;
        var changes = channel is not null && await audit.HeadAsync(ct) is { Sequence: > 0 } head
            ? Anchored(head, incident?.Label ?? "daily", channel)
            : new Changes();
        await ledger.CommitAsync(
            changes with { Completes = item.Id, Schedule = isDaily ? [Daily(time.GetUtcNow())] : [] },
            ct);
    }

    private Changes Anchored(AuditHead head, string subject, ChannelRef channel)
    {
        var anchor = new AuditAnchor(head.Sequence, head.Mac[..DigitsShown]);
        return new Changes
        {
            Audit = [new AuditEntry(time.GetUtcNow(), null, AuditKind.Anchored, subject) { Detail = new Dictionary<string, string> { ["anchor"] = anchor.ToString(), ["channel"] = channel.ToString() } }],
            Say = [new Outgoing.Post(channel, Card.Say($"Audit head {anchor}", $"The record up to here cannot change unnoticed: audit verify --anchor {anchor}"))],
        };
    }
}
