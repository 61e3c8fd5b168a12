using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Rounds;

/// <summary>Runs the checks of an incident in <c>Verifying</c>: all pass, and it is monitored; otherwise it goes back with what failed.</summary>
public sealed class VerificationRound(RoundDecisions rounds, AuditedChecks checks, IncidentPolicy policy, PeopleDirectory people, TimeProvider time) : IRound
{
    private readonly IncidentChanges changes = new(policy, people, time);

    public AppointmentKind Kind => AppointmentKind.Verify;

    public async Task CarryOutAsync(DueItem item, CancellationToken ct)
    {
        var incident = await rounds.FindAsync(item, ct);
        if (incident is not { State: IncidentState.Verifying })
        {
            await rounds.DropAsync(item, ct);
            return;
        }

        var results = await checks.RunAsync(incident, ct);
        await rounds.CommitAsync(item, current => current.State is IncidentState.Verifying ? Judge(current, results) : null, ct);
    }

    private Changes Judge(Incident incident, IReadOnlyList<CheckResult> results)
    {
        var facts = new TransitionFacts(time.GetUtcNow());
        var seen = incident with { Checks = results };
        var passed = IncidentLifecycle.Fire(seen, IncidentTrigger.Monitor, facts);
        var moved = (LifecycleResult.Moved)(passed is LifecycleResult.Moved ? passed : IncidentLifecycle.Fire(seen, IncidentTrigger.Regress, facts));
        return CheckChanges.With(changes.Of(moved, by: null, Why(moved.Incident, results)), results, facts.At);
    }

    private string Why(Incident moved, IReadOnlyList<CheckResult> results) => moved.State is IncidentState.Monitoring
        ? $"{CheckText.Count(results)}. They have to keep passing until {Moment.Of(time.GetUtcNow() + policy.Soak)}."
        : CheckChanges.WhyBack(moved, results);
}
