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
/// Looks how the checks stand while people assess and mitigate, so that the card and every update say what is so now, and so
/// that it is known when service was back. Nothing moves by it: that is for a verification. The card is drawn anew with what has
/// changed, and else once a minute, so that its times go on: whoever reads it must not take it for forgotten.
/// </summary>
public sealed class LookRound(
    RoundDecisions rounds, AuditedChecks checks, IRunStore runs, IncidentPolicy policy, PeopleDirectory people, TimeProvider time) : IRound
{
    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(1);

    private readonly IncidentChanges changes = new(policy, people, time);

    public AppointmentKind Kind => AppointmentKind.Look;

    public async Task CarryOutAsync(DueItem item, CancellationToken ct)
    {
        if (await rounds.FindAsync(item, IsWorkedOn, ct) is not { } incident)
        {
            return;
        }

        // Before the target was read for the first time nobody knows what to check.
        var results = incident.State is IncidentState.Declared ? [] : await checks.RunAsync(incident, ct);
        await rounds.CommitAsync(
            item,
            async current => !IsWorkedOn(current) ? null
                : await runs.OfIncidentAsync(current.Id, ct) is var ofIncident && Step(current, results, ofIncident) is { } stepped ? stepped
                : Judge(current, results, [.. ofIncident.Where(run => run.HoldsTarget)]),
            ct);
    }

    private static bool IsWorkedOn(Incident incident) => incident.State is IncidentState.Declared or IncidentState.Assessing or IncidentState.Mitigating;

    /// <summary>
    /// What people need not press where a rule of its alerts says so: it is being repaired once a repair has begun, and verified once the last
    /// alert is resolved and all is well.
    /// </summary>
    /// <param name="ofIncident">All runs of it.</param>
    private Changes? Step(Incident incident, IReadOnlyList<CheckResult> results, IReadOnlyList<Run> ofIncident)
    {
        if (incident.Alerts is not { VerifyWhenResolved: true } tally)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var (trigger, why) = incident.State switch
        {
            IncidentState.Assessing when ofIncident.FirstOrDefault(run => run.StartedAt is not null) is { } begun =>
                (IncidentTrigger.Mitigate, $"{begun.Label} was begun."),
            IncidentState.Mitigating when !tally.Fires && results.Count > 0 && results.All(check => check.Passed)
                && !ofIncident.Any(run => run.IsUnsettled) => (IncidentTrigger.Verify, ""),
            _ => ((IncidentTrigger?)null, ""),
        };
        return trigger is { } step && IncidentLifecycle.Fire(incident, step, new TransitionFacts(now) { Reason = why }) is LifecycleResult.Moved moved
            ? changes.Of(moved, by: null, why)
            : null;
    }

    /// <param name="holding">The runs that a verification would wait for.</param>
    private Changes Judge(Incident incident, IReadOnlyList<CheckResult> results, IReadOnlyList<Run> holding)
    {
        var now = time.GetUtcNow();
        if (results.Count == 0)
        {
            return new Changes { Say = [IncidentChanges.Refresh(incident)], Schedule = [IncidentKeys.At(incident, AppointmentKind.Look, now + Tick)] };
        }

        var seen = incident with { Standing = Standing.After(incident.Standing, results, now) };
        var isWell = seen.Standing.IsWell;
        if (!seen.Standing.Turned(incident.Standing))
        {
            if (isWell && WaitedOnlyForRuns(incident) && holding.Count == 0)
            {
                var free = seen with { Checks = [] };
                return new Changes
                {
                    Incident = free,
                    Say = [IncidentChanges.Refresh(free), new Outgoing.Post(free.Channel, Free(incident, seen.Standing))],
                    Schedule = [changes.NextLook(free, now)],
                };
            }

            return new Changes
            {
                Incident = seen,
                Say = IsDrawnAnew(incident.Standing, seen.Standing) ? [IncidentChanges.Refresh(seen)] : [],
                Schedule = [changes.NextLook(seen, now)],
            };
        }

        // At one and the same moment: when service was back is read from either.
        var looked = new TimelineEvent.Looked(isWell, results);
        var written = changes.Of(seen, by: null, looked);
        return written with
        {
            Timeline = [TimelineEntry.Of(incident.Id, now, by: null, looked)],
            Say = [.. written.Say, new Outgoing.Post(incident.Channel, isWell ? Well(incident, results, holding) : Ill(incident, results))],
            Schedule = [.. written.Schedule, changes.NextLook(seen, now)],
        };
    }

    /// <summary>A chat takes only so many changes of its messages: where the card would say the same, a minute has to have passed.</summary>
    private static bool IsDrawnAnew(Standing? before, Standing now) => before is null
        || before.Results.Count != now.Results.Count
        || CheckText.Failing(before.Results) != CheckText.Failing(now.Results)
        || before.At.Ticks / Tick.Ticks != now.At.Ticks / Tick.Ticks;

    /// <summary>The last verification failed because of runs whose end was not known, and of nothing else.</summary>
    private static bool WaitedOnlyForRuns(Incident incident) =>
        incident is { State: IncidentState.Mitigating, Checks.Count: > 0 } && incident.Checks.All(check => check.Passed || check.IsOfRun);

    private static Card Free(Incident incident, Standing standing) => Card.Say(
        $"{incident.Label} can be verified again",
        $"{string.Join(", ", incident.Checks.Where(check => check.IsOfRun).Select(check => check.Name))} is no longer waited for, and all "
            + $"{standing.Results.Count} checks pass{(standing.WellSince is { } since ? $" since {Moment.Of(since)}" : "")}: "
            + $"type /incident verify {incident.Label}.") with
    { Tone = Tone.Neutral, Buttons = [Verify(incident)] };

    private static CardButton Verify(Incident incident) => new("Verify", $"/incident verify {incident.Label}");

    private Card Well(Incident incident, IReadOnlyList<CheckResult> results, IReadOnlyList<Run> holding) => Card.Say(
        $"{incident.Label}: all {results.Count} checks pass since {Moment.Of(time.GetUtcNow())}",
        incident.State is IncidentState.Mitigating
            ? $"{string.Concat(holding.Select(run => $"{UnsettledText.Of(run, people)} "))}{UnsettledText.ThenVerify(incident, holding)}."
            : $"Nobody is mitigating yet. If it was nothing: /incident cancel {incident.Label} <reason>. If somebody repaired it: "
                + $"/incident mitigate {incident.Label}, then verify.")
        with
    {
        Tone = Tone.Neutral,
        Buttons = incident.State is IncidentState.Mitigating && holding.Count == 0 ? [Verify(incident)] : [],
    };

    private static Card Ill(Incident incident, IReadOnlyList<CheckResult> results) =>
        Card.Say($"{incident.Label}: not well any more", CheckText.Failing(results)) with { Tone = Tone.Bad };
}
