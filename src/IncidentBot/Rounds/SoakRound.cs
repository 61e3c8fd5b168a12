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
/// Runs the checks again while an incident is monitored. A check that goes red sends it back; when the soak is over and
/// all pass, it can be resolved. A check that was failing when somebody overrode it does not send it back a second time.
/// </summary>
public sealed class SoakRound(
    RoundDecisions rounds, AuditedChecks checks, IRunStore runs, IncidentPolicy policy, PeopleDirectory people, TimeProvider time) : IRound
{
    private readonly IncidentChanges changes = new(policy, people, time);

    public AppointmentKind Kind => AppointmentKind.Soak;

    public async Task CarryOutAsync(DueItem item, CancellationToken ct)
    {
        if (await rounds.FindAsync(item, IsMonitored, ct) is not { } incident)
        {
            return;
        }

        var results = await checks.RunAsync(incident, ct);
        await rounds.CommitAsync(
            item,
            async current => IsMonitored(current) ? Judge(current, results, await OpenAsync(current, ct)) : null,
            ct);
    }

    private static bool IsMonitored(Incident incident) => incident.State is IncidentState.Monitoring;

    private async Task<IReadOnlyList<Run>> OpenAsync(Incident incident, CancellationToken ct) =>
        [.. (await runs.OfIncidentAsync(incident.Id, ct)).Where(run => run.IsUnsettled)];

    private Changes Judge(Incident incident, IReadOnlyList<CheckResult> results, IReadOnlyList<Run> open)
    {
        var now = time.GetUtcNow();
        var seen = incident with { Checks = results };
        if (results.Any(check => !check.Passed && !WasOverridden(incident, check)))
        {
            var back = (LifecycleResult.Moved)IncidentLifecycle.Fire(seen, IncidentTrigger.Regress, new TransitionFacts(now));

            // Read again at once: what was found before the repair does not explain this failure.
            back = back with
            {
                Incident = back.Incident with { Cause = CheckText.Failing(results), CauseAt = now, Standing = Standing.After(null, results, now) },
            };
            var written = CheckChanges.With(changes.Of(back, by: null, CheckChanges.WhyBack(incident, results)), results, now);
            return written with { Schedule = [.. written.Schedule, .. IncidentChanges.Assessment(back.Incident, now)] };
        }

        var isOver = now >= incident.SoakUntil;
        if (!isOver || (incident.SoakPassed && (!policy.ResolveAfterSoak || open.Count > 0 || seen.Alerts is { Fires: true })))
        {
            return Quietly(seen, now);
        }

        return results.Count > 0 && results.All(check => check.Passed) ? Passed(seen, results, open, now) : StillFailing(seen, incident, results, now);
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

    private Changes Passed(Incident seen, IReadOnlyList<CheckResult> results, IReadOnlyList<Run> open, DateTimeOffset now)
    {
        var passed = seen with { SoakPassed = true };
        var what = EventText.KeptPassing(policy.Soak);
        var facts = new TransitionFacts(now) { Unsettled = open.Count > 0 };
        if (policy.ResolveAfterSoak && IncidentLifecycle.Fire(passed, IncidentTrigger.Resolve, facts) is LifecycleResult.Moved resolved)
        {
            return CheckChanges.With(changes.Of(resolved, by: null, what), results, now);
        }

        var alerts = AlertText.HoldsUp(passed);
        var card = new Card(open.Count > 0 ? $"{seen.Label} can be resolved once its runs are settled"
            : alerts is not null ? $"{seen.Label}: the checks keep passing, and alerts still fire"
            : $"{seen.Label} can be resolved")
        {
            Tone = open.Count > 0 || alerts is not null ? Tone.Warning : Tone.Good,
            Blocks =
            [
                new CardBlock.Text(what),
                .. alerts is null ? Array.Empty<CardBlock>() : [new CardBlock.Text($"Of its alerts {alerts}.")],
                .. open.Select(run => new CardBlock.Text(UnsettledText.Of(run, people))),
                new CardBlock.Lines(CheckText.Lines(results)),
            ],
            Buttons = alerts is null ? [new CardButton("Resolve", $"/incident resolve {seen.Label}")]
                : [new CardButton("Alerts", $"/alert list {seen.Label}"), IncidentButtons.Override(passed)],
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
