using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Timeline;
using IncidentBot.Words;

namespace IncidentBot.Rounds;

/// <summary>Nobody has acknowledged an incident in time: said where everyone sees it, and a few times more after twice the wait each.</summary>
public sealed class EscalationRound(RoundDecisions rounds, IIncidentStore incidents, IncidentPolicy policy, PeopleDirectory people, TimeProvider time) : IRound
{
    private readonly IncidentChanges changes = new(policy, people, time);

    public AppointmentKind Kind => AppointmentKind.Escalate;

    public Task CarryOutAsync(DueItem item, CancellationToken ct) => rounds.CommitAsync(item, async incident =>
    {
        if (incident is not { IsOpen: true, AcknowledgedAt: null })
        {
            return null;
        }

        return Escalate(incident, (await incidents.MilestonesAsync(incident, ct))?.Escalations ?? 0);
    }, ct);

    private Changes Escalate(Incident incident, int before)
    {
        var now = time.GetUtcNow();
        var waited = now - incident.OpenedAt;
        var names = string.Join(
            ", ",
            people.All.Where(person => person.May(Permissions.Respond) && IncidentVisibility.MaySee(person, incident)).Select(person => person.Name));
        var card = new Card($"{Marks.Of(incident)}: nobody has acknowledged it for {Duration.Words(waited)}")
        {
            Tone = Tone.Bad,
            Blocks = [new CardBlock.Text(
                $"{incident.Title} ({incident.Target}). {(names.Length > 0 ? $"{names}: please take it." : "Nobody is listed who could take it.")}")],
            Buttons = [new CardButton("Acknowledge", $"/incident ack {incident.Label}") { Style = ButtonStyle.Primary }],
        };
        var written = changes.Of(incident, by: null, new TimelineEvent.Escalated(before + 1, waited));
        return written with
        {
            Say = [.. written.Say, new Outgoing.Post(incident.Channel, card)],
            Schedule = before < policy.EscalationRepeats
                ? [IncidentKeys.At(incident, AppointmentKind.Escalate, now + (policy.EscalateAfter[incident.Severity] * Math.Pow(2, before + 1)))]
                : [],
        };
    }
}
