using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Rounds;

/// <summary>
/// Looks how the checks stand while people assess and mitigate, so that the card and every update say what is so now, and so
/// that it is known when service was back. Nothing moves by it: that is for a verification.
/// </summary>
public sealed class LookRound(RoundDecisions rounds, AuditedChecks checks, IncidentPolicy policy, PeopleDirectory people, TimeProvider time) : IRound
{
    private readonly IncidentChanges changes = new(policy, people, time);

    public AppointmentKind Kind => AppointmentKind.Look;

    public async Task CarryOutAsync(DueItem item, CancellationToken ct)
    {
        if (await rounds.FindAsync(item, ct) is not { State: IncidentState.Assessing or IncidentState.Mitigating } incident)
        {
            await rounds.DropAsync(item, ct);
            return;
        }

        var results = await checks.RunAsync(incident, ct);
        await rounds.CommitAsync(
            item, current => current.State is IncidentState.Assessing or IncidentState.Mitigating ? Judge(current, results) : null, ct);
    }

    private Changes? Judge(Incident incident, IReadOnlyList<CheckResult> results)
    {
        if (results.Count == 0)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var seen = incident with { Standing = Standing.After(incident.Standing, results, now) };
        var isWell = seen.Standing.IsWell;
        if (!seen.Standing.Turned(incident.Standing))
        {
            return new Changes { Incident = seen, Say = [IncidentChanges.Refresh(seen)], Schedule = [changes.NextLook(seen, now)] };
        }

        // At one and the same moment: when service was back is read from either.
        var looked = new TimelineEvent.Looked(isWell, results);
        var written = changes.Of(seen, by: null, looked);
        return written with
        {
            Timeline = [TimelineEntry.Of(incident.Id, now, by: null, looked)],
            Say = [.. written.Say, new Outgoing.Post(incident.Channel, isWell ? Well(incident, results) : Ill(incident, results))],
            Schedule = [.. written.Schedule, changes.NextLook(seen, now)],
        };
    }

    private Card Well(Incident incident, IReadOnlyList<CheckResult> results) => Card.Say(
        $"{incident.Label}: all {results.Count} checks pass since {Moment.Of(time.GetUtcNow())}",
        incident.State is IncidentState.Mitigating
            ? $"Where the repair is done, type /incident verify {incident.Label}."
            : $"Nobody is mitigating yet. If it was nothing: /incident cancel {incident.Label}. If somebody repaired it: "
                + $"/incident mitigate {incident.Label}, then verify.")
        with
    {
        Tone = Tone.Neutral,
        Buttons = incident.State is IncidentState.Mitigating ? [new CardButton("Verify", $"/incident verify {incident.Label}")] : [],
    };

    private static Card Ill(Incident incident, IReadOnlyList<CheckResult> results) =>
        Card.Say($"{incident.Label}: not well any more", CheckText.Failing(results)) with { Tone = Tone.Bad };
}
