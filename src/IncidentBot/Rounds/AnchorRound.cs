using IncidentBot.Audit;
using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;

namespace IncidentBot.Rounds;

/// <summary>Writes the audit's head where the database does not reach, so that a tail that is cut off later is missed.</summary>
/// <param name="daily">Where it is posted once a day; null for nowhere.</param>
public sealed class AnchorRound(ILedger ledger, IIncidentStore incidents, IAuditStore audit, TimeProvider time, ChannelRef? daily) : IRound
{
    private const int DigitsShown = 16;

    /// <summary>The next midnight in UTC.</summary>
    public static Appointment Daily(DateTimeOffset now) =>
        new("anchor:daily", AppointmentKind.Anchor, Guid.Empty, new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero));

    public AppointmentKind Kind => AppointmentKind.Anchor;

    public async Task CarryOutAsync(DueItem item, CancellationToken ct)
    {
        var isDaily = item.Appointment.Subject == Guid.Empty;
        var incident = isDaily ? null : await incidents.FindAsync(new IncidentId(item.Appointment.Subject), ct);
        IReadOnlyList<ChannelRef> channels = isDaily
            ? daily is null ? [] : [daily]
            : [.. incident?.Channels.Where(channel => !incident.IsHushedIn(channel)) ?? []];
        var changes = channels.Count > 0 && await audit.HeadAsync(ct) is { Sequence: > 0 } head
            ? Anchored(head, incident?.Label ?? "daily", channels)
            : new Changes();
        await ledger.CommitAsync(changes with { Completes = item.Id, Schedule = [.. Next(incident)] }, ct);
    }

    /// <summary>An incident's room is put away only after this.</summary>
    private IEnumerable<Appointment> Next(Incident? incident) => incident switch
    {
        null => [Daily(time.GetUtcNow())],
        { Room: not null } => [IncidentKeys.At(incident, AppointmentKind.Room, time.GetUtcNow())],
        _ => [],
    };

    private Changes Anchored(AuditHead head, string subject, IReadOnlyList<ChannelRef> channels)
    {
        var anchor = new AuditAnchor(head.Sequence, head.Mac[..DigitsShown]);
        return new Changes
        {
            Audit = [AuditEntry.Of(time.GetUtcNow(), null, AuditKind.Anchored, subject, new AuditFact.Anchored(anchor, channels))],
            Say = [.. channels.Select(channel => new Outgoing.Post(
                channel,
                Card.Say($"Audit head {anchor}", $"The record up to here cannot change unnoticed: audit verify --anchor {anchor}")))],
        };
    }
}
