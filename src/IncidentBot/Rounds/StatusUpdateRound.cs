using IncidentBot.Actions;
using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Words;

namespace IncidentBot.Rounds;

/// <summary>Breaks a silence that has lasted too long, so that readers know the incident is not forgotten.</summary>
public sealed class StatusUpdateRound(RoundDecisions rounds, IRunStore runs, IncidentCards cards, IncidentPolicy policy, TimeProvider time) : IRound
{
    public AppointmentKind Kind => AppointmentKind.StatusUpdate;

    public Task CarryOutAsync(DueItem item, CancellationToken ct) => rounds.CommitAsync(item, async incident =>
    {
        if (!incident.IsOpen)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var due = await cards.QuietSinceAsync(incident, ct) + policy.UpdateEvery[incident.Severity];
        return due > now
            ? new Changes { Schedule = [IncidentKeys.At(incident, AppointmentKind.StatusUpdate, due)] }
            : Say(incident, await runs.OfIncidentAsync(incident.Id, ct), now);
    }, ct);

    private Changes Say(Incident incident, IReadOnlyList<Run> ofIncident, DateTimeOffset now)
    {
        var next = now + policy.UpdateEvery[incident.Severity];
        var running = ofIncident.LastOrDefault(run => run.State is RunState.Running);
        var what = running is not null ? $"{running.Label} {running.Call} is running." : incident.Cause ?? "No cause found yet.";
        return new Changes
        {
            Incident = incident with { LastUpdateAt = now },
            Say =
            [
                IncidentChanges.Refresh(incident),
                new Outgoing.Post(incident.Channel, Card.Say(
                    $"{incident.Label} still {incident.State}, {Duration.Words(now - incident.OpenedAt)}",
                    what,
                    $"Next update by {Moment.Of(next)}.")),
            ],
            Schedule = [IncidentKeys.At(incident, AppointmentKind.StatusUpdate, next)],
        };
    }
}
