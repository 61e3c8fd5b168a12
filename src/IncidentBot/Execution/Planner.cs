using IncidentBot.Actions;
using IncidentBot.Words;

namespace IncidentBot.Execution;

/// <summary>Asks an action for its plan, bounded in time and with secrets taken out.</summary>
public sealed class Planner(Redactor redactor, ExecutionPolicy policy)
{
    public async Task<PlanResult> PlanAsync(IChangeAction action, ActionCall call, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(policy.PlanLimit);
        try
        {
            return await action.PlanAsync(call, limit.Token) switch
            {
                PlanResult.Ready ready => new PlanResult.Ready(Clean(ready.Plan)),
                PlanResult.Nothing nothing => new PlanResult.Nothing(Shown(nothing.Why)),
                PlanResult.Refused refused => new PlanResult.Refused(Shown(refused.Rule), Shown(refused.Hint)),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new PlanResult.Refused(
                $"{call.Target} did not give enough for a plan within {Duration.Limit(policy.PlanLimit)}.",
                $"See what is wrong with it first: /{call.Action.System} alone lists what can be read. A longer limit is Execution:PlanLimit.");
        }
    }

    /// <summary>Whoever approves sees every character of it.</summary>
    private string Shown(string text) => Invisible.Escaped(redactor.Clean(text));

    private ActionPlan Clean(ActionPlan plan) => plan with
    {
        Summary = Shown(plan.Summary),
        Notes = redactor.CleanToFit(redactor.Clean(plan.Notes).Select(Invisible.Escaped)),
        CannotBeUndone = plan.CannotBeUndone is { } loss ? Shown(loss) : null,

        // A way back that holds a secret is no way that may be kept: masked, it would bring back something else.
        Undo = plan.Undo is { } undo && undo.ToString() is var typed && redactor.Clean(typed) == typed ? undo : null,
    };
}
