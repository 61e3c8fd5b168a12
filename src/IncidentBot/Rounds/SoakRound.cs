using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Rounds;

/// <summary>
/// Runs the checks again while an incident is monitored. A check that goes red sends it back; when the soak is over and
/// all pass, it can be resolved. A check that was failing when somebody overrode it does not send it back a second time.
/// </summary>
public sealed class SoakRound(RoundDecisions rounds, AuditedChecks checks, IncidentPolicy policy, PeopleDirectory people, TimeProvider time) : IRound
{
    private readonly IncidentChanges changes = new(policy, people, time);

    public AppointmentKind Kind => AppointmentKind.Soak;

    public async Task CarryOutAsync(DueItem item, CancellationToken ct)
    {
        var incident = await rounds.FindAsync(item, ct);
        if (incident is not { State: IncidentState.Monitoring })
        {
            await rounds.DropAsync(item, ct);
            return;
        }

        var results = await checks.RunAsync(incident, ct);
        await rounds.CommitAsync(item, current => current.State is IncidentState.Monitoring ? Judge(current, results) : null, ct);
    }

    private Changes Judge(Incident incident, IReadOnlyList<CheckResult> results)
    {
        var now = time.GetUtcNow();
        var seen = incident with { Checks = results };
        if (results.Any(check => !check.Passed && !WasOverridden(incident, check)))
        {
            var back = (LifecycleResult.Moved)IncidentLifecycle.Fire(seen, IncidentTrigger.Regress, new TransitionFacts(now));
            return CheckChanges.With(changes.Of(back, by: null, CheckChanges.WhyBack(incident, results)), results, now);
        }

        var isOver = now >= incident.SoakUntil;
        if (!isOver || incident.SoakPassed)
        {
            return Quietly(seen, now);
        }

        return results.Count > 0 && results.All(check => check.Passed) ? Passed(seen, results, now) : StillFailing(seen, incident, results, now);
    }

    /// <summary>Checks that never ran before were overridden with the rest of them.</summary>
    private static bool WasOverridden(Incident incident, CheckResult check) =>
        incident.Checks.Count == 0 || incident.Checks.Any(before => before.Name == check.Name && !before.Passed);

    /// <summary>Nothing to say: the time of the last change stays, so that a status update is still due.</summary>
    private Changes Quietly(Incident seen, DateTimeOffset now) => new()
    {
        Incident = seen,
        Say = [IncidentChanges.Refresh(seen)],
        Schedule = [changes.NextSoak(seen, now)],
    };

    private Changes Passed(Incident seen, IReadOnlyList<CheckResult> results, DateTimeOffset now)
    {
        var passed = seen with { SoakPassed = true };
        var what = EventText.KeptPassing(policy.Soak);
        if (policy.ResolveAfterSoak && IncidentLifecycle.Fire(passed, IncidentTrigger.Resolve, new TransitionFacts(now)) is LifecycleResult.Moved resolved)
        {
            return CheckChanges.With(changes.Of(resolved, by: null, what), results, now);
        }

        var card = new Card($"{seen.Label} can be resolved")
        {
            Tone = Tone.Good,
            Blocks = [new CardBlock.Text(what), new CardBlock.Lines(CheckText.Lines(results))],
            Buttons = [new CardButton("Resolve", $"/incident resolve {seen.Label}")],
        };
        return Said(changes.Of(passed, by: null, new TimelineEvent.Checked(CheckedAt.SoakPassed, results) { Soak = policy.Soak }), passed, card, now);
    }

    private Changes StillFailing(Incident seen, Incident before, IReadOnlyList<CheckResult> results, DateTimeOffset now)
    {
        if (before.Checks.Any(check => check.At >= before.SoakUntil) || (results.Count == 0 && before.UpdatedAt >= before.SoakUntil))
        {
            return Quietly(seen, now);
        }

        var what = new TimelineEvent.Checked(CheckedAt.SoakOver, results);
        var card = Card.Say(
            $"{seen.Label} cannot be resolved without an override",
            EventText.Of(what),
            $"Type /incident override {seen.Label} <reason>.") with
        { Tone = Tone.Warning };
        return Said(changes.Of(seen, by: null, what), seen, card, now);
    }

    private Changes Said(Changes written, Incident incident, Card card, DateTimeOffset now) => written with
    {
        Say = [.. written.Say, new Outgoing.Post(incident.Channel, card)],
        Schedule = [changes.NextSoak(incident, now)],
    };
}
