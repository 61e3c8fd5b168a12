using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Desk;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Storage;
using IncidentBot.Timeline;
using IncidentBot.Words;

namespace IncidentBot.Rounds;

/// <summary>
/// Runs the verification checks of an incident, those of its target, those of its runbook and those that it was given by what was
/// read in it: on the record before they touch anything, and again with what they said.
/// </summary>
public sealed class AuditedChecks(
    Verifications verifications,
    ReadChecks reads,
    ILedger ledger,
    Redactor redactor,
    IncidentPolicy policy,
    TimeProvider time)
{
    /// <returns>Empty when no checks are defined for the target, nor by a runbook.</returns>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(Incident incident, CancellationToken ct)
    {
        var verification = verifications.For(incident);
        if (verification is null && incident.Runbook is not { Checks.Count: > 0 } && incident.Watched.Count == 0)
        {
            return [];
        }

        // Not caught: what cannot be audited does not run.
        await RecordAsync(
            AuditKind.Intended,
            incident,
            $"checks of {string.Join(" and ", Of(verification, incident))}",
            ct);

        var others = reads.RunAsync(incident, ct);
        var ofTarget = verification is null ? [] : await RunWithinLimitAsync(verification, incident.Target.Name, ct);
        IReadOnlyList<CheckResult> results = [.. ofTarget.Concat(await others).Select(check => check with { Evidence = redactor.Clean(check.Evidence) })];

        // None: it has happened, so it is recorded even when the caller has gone.
        await RecordAsync(AuditKind.Checked, incident, CheckText.All(results), CancellationToken.None);
        return results;
    }

    private static IEnumerable<string> Of(Actions.IVerification? verification, Incident incident) =>
        new[] { verification?.System, incident.Runbook?.Id, incident.Watched.Count > 0 ? "what was read in it" : null }.OfType<string>();

    private async Task<IReadOnlyList<CheckResult>> RunWithinLimitAsync(Actions.IVerification verification, string target, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            var checks = verification.CheckAsync(target, limit.Token);
            return await checks.WaitAsync(policy.CheckLimit, ct);
        }
        catch (TimeoutException)
        {
            await limit.CancelAsync();
            return [new CheckResult(
                "time",
                false,
                $"the checks did not finish within {Duration.Limit(policy.CheckLimit)}",
                time.GetUtcNow())];
        }
    }

    private async Task RecordAsync(AuditKind kind, Incident incident, string what, CancellationToken ct) => await ledger.CommitAsync(
        new Changes
        {
            Audit = [AuditEntry.Of(time.GetUtcNow(), null, kind, $"{incident.Label} on {incident.Target}", new AuditFact.Happened(what))],
        },
        ct);
}
