using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Rounds;

/// <summary>
/// Gives the update that readers were promised, where no person has given one before. What it says is looked at first: an update
/// never repeats as the present what was read a while ago.
/// </summary>
public sealed class StatusUpdateRound(
    RoundDecisions rounds,
    AuditedChecks checks,
    IIncidentStore incidents,
    IRunStore runs,
    IncidentPolicy policy,
    PeopleDirectory people,
    TimeProvider time) : IRound
{
    private readonly StatusUpdateCard card = new(people);
    private readonly SilentPeople silent = new(people);

    public AppointmentKind Kind => AppointmentKind.StatusUpdate;

    public async Task CarryOutAsync(DueItem item, CancellationToken ct)
    {
        if (await rounds.FindAsync(item, current => current.IsOpen, ct) is not { } incident)
        {
            return;
        }

        if (Later(incident) is not null)
        {
            await rounds.CommitAsync(item, Later, ct);
            return;
        }

        // The soak has looked a moment ago.
        var results = incident.State is IncidentState.Monitoring ? incident.Checks : await checks.RunAsync(incident, ct);
        await rounds.CommitAsync(
            item,
            async current => !current.IsOpen ? null
                : Later(current) ?? Say(current, await StatusFacts.ReadAsync(current, results, incidents, runs, ct)),
            ct);
    }

    /// <returns>Null where it is due. One from before promises were kept is due when its item is.</returns>
    private Changes? Later(Incident incident) => incident.UpdatePromises?.Due is { } due && due > time.GetUtcNow()
        ? new Changes { Schedule = [IncidentKeys.At(incident, AppointmentKind.StatusUpdate, due)] }
        : null;

    private Changes Say(Incident incident, StatusFacts facts)
    {
        var now = time.GetUtcNow();
        var next = now + policy.UpdateEvery[incident.Severity];

        // A monitored one stands by its soak.
        var seen = incident.State is IncidentState.Assessing or IncidentState.Mitigating
            ? incident with { Standing = Standing.After(incident.Standing, facts.Results, now) }
            : incident;
        IReadOnlyList<TimelineEntry> turned = seen.Standing is { } standing && standing.Turned(incident.Standing)
            ? [TimelineEntry.Of(incident.Id, now, by: null, new TimelineEvent.Looked(standing.IsWell, facts.Results))]
            : [];
        facts = facts with { Since = [.. facts.Since, .. turned] };
        var alone = (incident.UpdatePromises?.Alone ?? 0) + 1;
        return new Changes
        {
            Incident = seen with { LastUpdateAt = now, UpdatePromises = new UpdatePromises(next) { Alone = alone } },
            Timeline = [.. turned, TimelineEntry.Of(incident.Id, now, by: null, card.OnRecord(seen, words: null, facts, next))],
            Say = [IncidentChanges.Refresh(seen), new Outgoing.Post(incident.Channel, card.Draw(seen, facts, now, next)), .. silent.After(seen, alone)],
            Schedule = [IncidentKeys.At(incident, AppointmentKind.StatusUpdate, next)],
        };
    }
}
