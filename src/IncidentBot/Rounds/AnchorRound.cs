using IncidentBot.Audit;
using IncidentBot.Messages;
using IncidentBot.Storage;

namespace IncidentBot.Rounds;

/// <summary>
/// Writes the audit's head once a day where the database does not reach, so that a tail that is cut off later is missed. With an
/// incident that is closed its summary brings it; see <see cref="SummaryRound"/>.
/// </summary>
/// <param name="channel">Where it is posted; null for nowhere.</param>
public sealed class AnchorRound(ILedger ledger, IAuditStore audit, TimeProvider time, ChannelRef? channel) : IRound
{
    /// <summary>The next midnight in UTC.</summary>
    public static Appointment Daily(DateTimeOffset now) =>
        new("anchor:daily", AppointmentKind.Anchor, Guid.Empty, new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero));

    public AppointmentKind Kind => AppointmentKind.Anchor;

    public async Task CarryOutAsync(DueItem item, CancellationToken ct)
    {
        var changes = channel is not null && await audit.HeadAsync(ct) is { Sequence: > 0 } head ? Anchored(AuditAnchor.Of(head), channel) : new Changes();

        // An older version made one for each incident that was closed, too: its summary has been posted, and nothing follows.
        await ledger.CommitAsync(changes with { Completes = item.Id, Schedule = item.Appointment.Subject == Guid.Empty ? [Daily(time.GetUtcNow())] : [] }, ct);
    }

    private Changes Anchored(AuditAnchor anchor, ChannelRef channel) => new()
    {
        Audit = [AuditEntry.Of(time.GetUtcNow(), null, AuditKind.Anchored, "daily", new AuditFact.Anchored(anchor, [channel]))],
        Say = [new Outgoing.Post(channel, Card.Say($"Audit head {anchor}", anchor.Promise))],
    };
}
