using IncidentBot.Incidents;
using IncidentBot.Measurements;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;

namespace IncidentBot.Desk;

/// <summary>What incidents come to in numbers, for whoever asks.</summary>
/// <param name="measurements">The usual ones, and those that the configuration names.</param>
public sealed class NumbersDesk(
    ILedger ledger,
    Lookup lookup,
    IIncidentStore incidents,
    PeopleDirectory people,
    IReadOnlyList<Measurement> measurements,
    IncidentPolicy policy,
    TimeProvider time)
{
    private readonly IncidentDecisions decisions = new(ledger, lookup, people, time);

    public Task<Answer> NumbersAsync(Request request, int? number, CancellationToken ct) => decisions.DecideAsync(
        request,
        number,
        async incident => new Changes
        {
            Answer = Answer.Done(NumbersCard.Draw(
                incident, await incidents.WholeTimelineAsync(incident.Id, ct), measurements, policy, time.GetUtcNow())),
        },
        ct);
}
