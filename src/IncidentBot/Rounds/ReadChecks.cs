using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Runbooks.Reading;
using IncidentBot.Words;

namespace IncidentBot.Rounds;

/// <summary>The checks beside those of the target: the reads that its runbook names, and those that saw something wrong in it.</summary>
public sealed class ReadChecks(ActionCatalogue actions, ActionCallReader calls, AuditedReader reader, IncidentPolicy policy, TimeProvider time)
{
    internal async Task<IReadOnlyList<CheckResult>> RunAsync(Incident incident, CancellationToken ct) =>
        await Task.WhenAll([
            .. (incident.Runbook?.Checks ?? []).Select(check => RunAsync(check, incident.Target.Name, ct)),
            .. incident.Watched.Select(watched => RunAsync(watched, ct)),
        ]);

    private async Task<CheckResult> RunAsync(string check, string target, CancellationToken ct) =>
        ActionLine.Read(check, actions) is not { Definition: { } action } line ? NoAction(check)
        : calls.Read(action.Id.Value, line.Words, target) is not ActionReading.Ok { Call: var call }
            ? Result(check, false, $"no {action.Id.System} target is configured for it")
        : await RunAsync(check, call, mayBeRisk: true, ct);

    private async Task<CheckResult> RunAsync(WatchedRead watched, CancellationToken ct) => actions.Find(watched.Action) is not { Definition: var action }
        ? NoAction(watched.Name)
        : await RunAsync(
            watched.Name,
            new ActionCall(action.Id, watched.Target, watched.Arguments),
            mayBeRisk: watched.WasWorseThanRisk,
            ct);

    private CheckResult NoAction(string check) => Result(check, false, "there is no such action any more");

    /// <param name="mayBeRisk">What was wrong was worse: a risk that is left, such as memory that a repair has fragmented, is no outage any more.</param>
    private async Task<CheckResult> RunAsync(string check, ActionCall call, bool mayBeRisk, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            var report = await reader.ReadAsync(call, by: null, limit.Token).WaitAsync(policy.CheckLimit, ct);
            return report.AsCheck(check, mayBeRisk, time.GetUtcNow());
        }
        catch (TimeoutException)
        {
            await limit.CancelAsync();
            return Result(check, false, $"did not finish within {Duration.Limit(policy.CheckLimit)}");
        }
    }

    private CheckResult Result(string name, bool passed, string evidence) => new(name, passed, evidence, time.GetUtcNow());
}
