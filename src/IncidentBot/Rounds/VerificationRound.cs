using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Rounds;

/// <summary>Runs the checks of an incident in <c>Verifying</c>: all pass, and it is monitored; otherwise it goes back with what failed.</summary>
public sealed class VerificationRound(
    RoundDecisions rounds, AuditedChecks checks, IRunStore runs, IncidentPolicy policy, PeopleDirectory people, TimeProvider time) : IRound
{
    private readonly IncidentChanges changes = new(policy, people, time);

    public AppointmentKind Kind => AppointmentKind.Verify;

    public async Task CarryOutAsync(DueItem item, CancellationToken ct)
    {
        if (await rounds.FindAsync(item, IsBeingVerified, ct) is not { } incident)
        {
            return;
        }

        IReadOnlyList<CheckResult> results = [.. await checks.RunAsync(incident, ct), .. await InDoubtAsync(incident, ct)];
        await rounds.CommitAsync(item, current => IsBeingVerified(current) ? Judge(current, results) : null, ct);
    }

    private static bool IsBeingVerified(Incident incident) => incident.State is IncidentState.Verifying;

    private Changes Judge(Incident incident, IReadOnlyList<CheckResult> results)
    {
        var now = time.GetUtcNow();
        var standing = Standing.After(incident.Standing, [.. results.Where(check => !check.IsOfRun)], now);
        var facts = new TransitionFacts(now) { WellSince = standing.WellSince };
        var seen = incident with { Checks = results, Standing = standing };
        var passed = IncidentLifecycle.Fire(seen, IncidentTrigger.Monitor, facts);
        var moved = (LifecycleResult.Moved)(passed is LifecycleResult.Moved ? passed : IncidentLifecycle.Fire(seen, IncidentTrigger.Regress, facts));
        return CheckChanges.With(changes.Of(moved, by: null, Why(moved.Incident, results)), results, facts.At);
    }

    /// <summary>What is still at work, or was cut off, has not been verified: its end is waited for, or a person's word on it.</summary>
    private async Task<IEnumerable<CheckResult>> InDoubtAsync(Incident incident, CancellationToken ct) =>
        from run in await runs.OfIncidentAsync(incident.Id, ct)
        where run.HoldsTarget
        select new CheckResult(run.Label, false, UnsettledText.Of(run, people), time.GetUtcNow()) { IsOfRun = true };

    private string Why(Incident moved, IReadOnlyList<CheckResult> results) => moved.State is IncidentState.Monitoring
        ? $"{CheckText.Count(results)}. They have to keep passing until {Moment.Of(time.GetUtcNow() + policy.Soak)}."
        : CheckChanges.WhyBack(moved, results);
}
