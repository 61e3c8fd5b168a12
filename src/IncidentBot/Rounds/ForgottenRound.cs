using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Words;

namespace IncidentBot.Rounds;

/// <summary>
/// Asks whether an incident is still on about which no person has done anything for long. One that is left open for weeks takes in alerts
/// that nobody reads any more.
/// </summary>
public sealed class ForgottenRound(RoundDecisions rounds, IIncidentStore incidents, IncidentPolicy policy, TimeProvider time) : IRound
{
    public AppointmentKind Kind => AppointmentKind.Forgotten;

    public Task CarryOutAsync(DueItem item, CancellationToken ct) => rounds.CommitAsync(item, async incident =>
    {
        if (!incident.IsOpen)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var last = await LastByAPersonAsync(incident, ct);
        var due = last + policy.AskWhetherOpenAfter;
        return due > now
            ? new Changes { Schedule = [IncidentKeys.At(incident, AppointmentKind.Forgotten, due)] }
            : new Changes
            {
                Say = [new Outgoing.Post(incident.Channel, Question(incident, now - last))],
                Schedule = [IncidentKeys.At(incident, AppointmentKind.Forgotten, now + policy.AskWhetherOpenAfter)],
            };
    }, ct);

    private async Task<DateTimeOffset> LastByAPersonAsync(Incident incident, CancellationToken ct)
    {
        await foreach (var entry in incidents.AllAsync(new TimelineQuery(incident.Id) { NewestFirst = true }, ct))
        {
            if (Origin.NoPerson(entry.By) is null)
            {
                return entry.At;
            }
        }

        return incident.OpenedAt;
    }

    private static Card Question(Incident incident, TimeSpan quiet) => Card.Say(
        $"{incident.Label}: is it still on?",
        $"Nobody has done anything about it for {Duration.Words(quiet)}; it is {incident.State}.",
        incident.State is IncidentState.Mitigating
            ? $"If it is repaired: /incident verify {incident.Label}. If it was nothing: /incident cancel {incident.Label} <reason>."
            : $"If it was nothing: /incident cancel {incident.Label} <reason>. If it goes on: /incident update {incident.Label} <text>.") with
    {
        Tone = Tone.Warning,
        Buttons = [IncidentButtons.Update(incident), IncidentButtons.Cancel(incident)],
    };
}
