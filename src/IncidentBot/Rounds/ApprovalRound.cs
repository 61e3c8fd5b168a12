using IncidentBot.Actions;
using IncidentBot.Desk;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;

namespace IncidentBot.Rounds;

/// <summary>
/// A plan waits for a second person. Those with a part in its incident who may approve it are told, everybody who may where none
/// of them does; everybody once more when half of its time is over.
/// </summary>
public sealed class ApprovalRound(ILedger ledger, IRunStore runs, IIncidentStore incidents, PeopleDirectory people, RunCard card, TimeProvider time) : IRound
{
    public AppointmentKind Kind => AppointmentKind.Approval;

    public async Task CarryOutAsync(DueItem item, CancellationToken ct)
    {
        var run = await runs.FindAsync(new RunId(item.Appointment.Subject), ct);
        var incident = run?.Incident is { } id ? await incidents.FindAsync(id, ct) : null;
        var asked = run is { State: RunState.AwaitingApproval } && time.GetUtcNow() < run.ValidUntil ? Ask(run, incident) : new Changes();
        await ledger.CommitAsync(asked with { Completes = item.Id }, ct);
    }

    private Changes Ask(Run run, Incident? incident)
    {
        var halfway = run.RequestedAt + ((run.ValidUntil - run.RequestedAt) / 2);
        var again = time.GetUtcNow() >= halfway;
        return new Changes
        {
            Say =
            [
                .. Awaited.For(people, run.RequestedBy, incident, everybody: again)
                    .Select(person => Tell(person, run, incident, again))
                    .OfType<Outgoing>(),
            ],
            Schedule = again ? [] : [RunKeys.ApprovalAt(run, halfway)],
        };
    }

    /// <summary>The run's card has named them in the open already, so only the reminder is worth a post of its own.</summary>
    private Outgoing.Notice? Tell(Person who, Run run, Incident? incident, bool again)
    {
        var ask = card.Ask(run, incident, again);
        var aloud = again && incident?.IsHushedIn(run.Channel) != true
            ? new Outgoing.Post(run.Channel, ask with { Title = $"{who.Name}: {ask.Title}" })
            : null;
        return Outgoing.Notice.Of(who.Accounts, run.Channel, ask) is { } notice ? notice with { Otherwise = aloud } : null;
    }
}
