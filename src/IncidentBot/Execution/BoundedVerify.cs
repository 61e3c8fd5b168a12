using IncidentBot.Actions;
using IncidentBot.Words;

namespace IncidentBot.Execution;

/// <summary>Reads a postcondition back; a target that does not answer, or an action that throws, is one that does not hold.</summary>
internal static class BoundedVerify
{
    public static async Task<VerifyResult> RunAsync(IChangeAction action, Run run, Redactor redactor, TimeSpan limit, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(limit);
        try
        {
            var result = await action.VerifyAsync(run.Call, run.Plan, timeout.Token);
            return result with { Answer = redactor.Clean(result.Answer), Evidence = redactor.CleanToFit(result.Evidence) };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new VerifyResult(false, $"{run.Call.Target} did not answer within {Duration.Limit(limit)}");
        }
#pragma warning disable CA1031 // Whatever a runner throws, the run must end on the record.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new VerifyResult(false, redactor.Clean($"could not be read back: {e.Message}"));
        }
    }
}
