using IncidentBot.Actions;
using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Timeline;

namespace IncidentBot.Rounds;

/// <summary>
/// Breaks a silence that has lasted too long, so that readers know the incident is not forgotten. What it says is looked at
/// first: an update never repeats as the present what was read a while ago.
/// </summary>
public sealed class StatusUpdateRound(
    RoundDecisions rounds,
    AuditedChecks checks,
    IIncidentStore incidents,
    IRunStore runs,
    IncidentCards cards,
    IncidentPolicy policy,
    PeopleDirectory people,
    TimeProvider time) : IRound
{
    private readonly StatusUpdateCard card = new(people);

    public AppointmentKind Kind => AppointmentKind.StatusUpdate;

    public async Task CarryOutAsync(DueItem item, CancellationToken ct)
    {
        if (await rounds.FindAsync(item, current => current.IsOpen, ct) is not { } incident)
        {
            return;
        }

        if (await DueAsync(incident, ct) is var due && due > time.GetUtcNow())
        {
            await rounds.CommitAsync(item, current => Later(current, due), ct);
            return;
        }

        // The soak has looked a moment ago.
        var results = incident.State is IncidentState.Monitoring ? incident.Checks : await checks.RunAsync(incident, ct);
        await rounds.CommitAsync(item, async current => !current.IsOpen ? null
            : await DueAsync(current, ct) is var still && still > time.GetUtcNow() ? Later(current, still)
            : Say(current, results, await SinceAsync(current, ct), await runs.OfIncidentAsync(current.Id, ct)), ct);
    }

    private async Task<DateTimeOffset> DueAsync(Incident incident, CancellationToken ct) =>
        await cards.QuietSinceAsync(incident, ct) + policy.UpdateEvery[incident.Severity];

    private async Task<IReadOnlyList<TimelineEntry>> SinceAsync(Incident incident, CancellationToken ct) =>
        Corrections.Counted(await incidents.AllAsync(new TimelineQuery(incident.Id) { From = incident.LastUpdateAt ?? incident.OpenedAt }, ct).ToListAsync(ct));

    private static Changes Later(Incident incident, DateTimeOffset due) => new() { Schedule = [IncidentKeys.At(incident, AppointmentKind.StatusUpdate, due)] };

    private Changes Say(Incident incident, IReadOnlyList<CheckResult> results, IReadOnlyList<TimelineEntry> since, IReadOnlyList<Run> ofIncident)
    {
        var now = time.GetUtcNow();
        var next = now + policy.UpdateEvery[incident.Severity];

        // A monitored one stands by its soak.
        var seen = incident.State is IncidentState.Assessing or IncidentState.Mitigating
            ? incident with { Standing = Standing.After(incident.Standing, results, now) }
            : incident;
        var turned = seen.Standing is { } standing && standing.Turned(incident.Standing);
        return new Changes
        {
            Incident = seen with { LastUpdateAt = now },
            Timeline = turned ? [TimelineEntry.Of(incident.Id, now, by: null, new TimelineEvent.Looked(seen.Standing!.IsWell, results))] : [],
            Say = [IncidentChanges.Refresh(seen), new Outgoing.Post(incident.Channel, card.Draw(seen, results, since, ofIncident, now, next))],
            Schedule = [IncidentKeys.At(incident, AppointmentKind.StatusUpdate, next)],
        };
    }
}
