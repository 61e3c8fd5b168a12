using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Rounds;

/// <summary>
/// Posts the summary of an incident that is over, and what is new in it when it was closed or corrected since. A round and not
/// a part of the step, because a sentence cites the entries of the step itself, and those have numbers only once it is written.
/// That of a closed incident carries the audit's head, where the database does not reach.
/// </summary>
public sealed class SummaryRound(
    RoundDecisions rounds, IIncidentStore incidents, IRunStore runs, IAuditStore audit, PeopleDirectory people, TimeProvider time) : IRound
{
    private readonly SummaryReport report = new(people);

    public AppointmentKind Kind => AppointmentKind.Summary;

    public Task CarryOutAsync(DueItem item, CancellationToken ct) => rounds.CommitAsync(item, async incident =>
    {
        var timeline = await incidents.WholeTimelineAsync(incident.Id, ct);
        return incident.State is IncidentState.Resolved or IncidentState.Closed
            && timeline is [.., var newest]
            && newest.Sequence > (incident.Summary?.Entries ?? 0)
            ? Post(incident, timeline, await runs.OfIncidentAsync(incident.Id, ct), newest.Sequence, await AnchorAsync(incident, ct))
            : null;
    }, ct);

    private async Task<AuditAnchor?> AnchorAsync(Incident incident, CancellationToken ct) =>
        IsToAnchor(incident) && Readers(incident).Count > 0 && await audit.HeadAsync(ct) is { Sequence: > 0 } head ? AuditAnchor.Of(head) : null;

    private static IReadOnlyList<ChannelRef> Readers(Incident incident) => [.. incident.Channels.Where(channel => !incident.IsHushedIn(channel))];

    private Changes Post(
        Incident incident, IReadOnlyList<TimelineEntry> timeline, IReadOnlyList<Run> ofIncident, int entries, AuditAnchor? anchor)
    {
        var now = time.GetUtcNow();
        var version = (incident.Summary?.Version ?? 0) + 1;
        var summary = report.Write(incident, timeline, ofIncident, now);
        var card = incident.Summary is not { } before ? summary.ToCard() : summary.ToCard(
            version,
            report.Write(incident, [.. timeline.TakeWhile(entry => entry.Sequence <= before.Entries)], ofIncident, now),
            report.Since(before.Entries, timeline));
        if (anchor is not null)
        {
            card = card with { Blocks = [.. card.Blocks, new CardBlock.Footnote($"Audit head {anchor}. {anchor.Promise}")] };
        }

        return new Changes
        {
            Incident = incident with { Summary = new SummaryVersion(version, entries, incident.State, now) },
            Audit = anchor is null ? [] : [AuditEntry.Of(now, null, AuditKind.Anchored, incident.Label, new AuditFact.Anchored(anchor, Readers(incident)))],
            Say = [new Outgoing.Post(incident.Channel, card)],

            // Behind the last word an incident's room is put away.
            Schedule = IsToAnchor(incident) && incident.Room is not null ? [IncidentKeys.At(incident, AppointmentKind.Room, now)] : [],
        };
    }

    private static bool IsToAnchor(Incident incident) =>
        incident.State is IncidentState.Closed && (incident.Summary is not { State: IncidentState.Closed } before || before.At < incident.ClosedAt);
}
