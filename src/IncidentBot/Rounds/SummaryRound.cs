using IncidentBot.Actions;
using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Rounds;

/// <summary>
/// Posts the summary of an incident that is over, and a new version when it was closed or corrected since. A round and not
/// a part of the step, because a sentence cites the entries of the step itself, and those have numbers only once it is written.
/// </summary>
public sealed class SummaryRound(RoundDecisions rounds, IIncidentStore incidents, IRunStore runs, PeopleDirectory people, TimeProvider time) : IRound
{
    private readonly SummaryReport report = new(people);

    public AppointmentKind Kind => AppointmentKind.Summary;

    public Task CarryOutAsync(DueItem item, CancellationToken ct) => rounds.CommitAsync(item, async incident =>
    {
        var timeline = await incidents.WholeTimelineAsync(incident.Id, ct);
        return incident.State is IncidentState.Resolved or IncidentState.Closed
            && timeline is [.., var newest]
            && newest.Sequence > (incident.Summary?.Entries ?? 0)
            ? Post(incident, timeline, await runs.OfIncidentAsync(incident.Id, ct), newest.Sequence)
            : null;
    }, ct);

    private Changes Post(Incident incident, IReadOnlyList<TimelineEntry> timeline, IReadOnlyList<Run> ofIncident, int entries)
    {
        var now = time.GetUtcNow();
        var version = (incident.Summary?.Version ?? 0) + 1;
        var summary = report.Write(incident, timeline, ofIncident, now);
        var card = incident.Summary is { } before ? summary.ToCard(version, report.Since(before.Entries, timeline)) : summary.ToCard();
        return new Changes
        {
            Incident = incident with { Summary = new SummaryVersion(version, entries, incident.State, now) },
            Say = [new Outgoing.Post(incident.Channel, card)],

            // The audit's head is posted last, once: behind it an incident's room is put away.
            Schedule = IsToAnchor(incident) ? [IncidentKeys.At(incident, AppointmentKind.Anchor, now)] : [],
        };
    }

    private static bool IsToAnchor(Incident incident) =>
        incident.State is IncidentState.Closed && (incident.Summary is not { State: IncidentState.Closed } before || before.At < incident.ClosedAt);
}
