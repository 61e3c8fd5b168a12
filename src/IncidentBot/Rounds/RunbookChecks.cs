using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Runbooks.Reading;
using IncidentBot.Words;

namespace IncidentBot.Rounds;

/// <summary>The checks that a runbook adds to those of the target: reads that have to be healthy.</summary>
public sealed class RunbookChecks(ActionCatalogue actions, ActionCallReader calls, AuditedReader reader, IncidentPolicy policy, TimeProvider time)
{
    internal async Task<IReadOnlyList<CheckResult>> RunAsync(Incident incident, CancellationToken ct) =>
        await Task.WhenAll((incident.Runbook?.Checks ?? []).Select(check => RunAsync(check, incident.Target.Name, ct)));

    private async Task<CheckResult> RunAsync(string check, string target, CancellationToken ct)
    {
        if (ActionLine.Read(check, actions) is not { Definition: { } action } line)
        {
            return Result(check, false, "there is no such action any more");
        }

        if (calls.Read(action.Id.Value, line.Words, target) is not ActionReading.Ok { Call: var call })
        {
            return Result(check, false, $"no {action.Id.System} target is configured for it");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            var report = await reader.ReadAsync(call, by: null, limit.Token).WaitAsync(policy.CheckLimit, ct);
            return Result(check, report.Healthy, report.Answer) with { Readings = report.Readings };
        }
        catch (TimeoutException)
        {
            await limit.CancelAsync();
            return Result(check, false, $"did not finish within {Duration.Limit(policy.CheckLimit)}");
        }
    }

    private CheckResult Result(string name, bool passed, string evidence) => new(name, passed, evidence, time.GetUtcNow());
}
