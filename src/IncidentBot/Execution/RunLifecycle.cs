using IncidentBot.Actions;
using Stateless;
using Stateless.Graph;
using static IncidentBot.Actions.RunState;
using static IncidentBot.Execution.RunTrigger;

namespace IncidentBot.Execution;

/// <summary>The one table of what may follow what in a run. Nothing else assigns <see cref="Run.State"/>.</summary>
public static class RunLifecycle
{
    private const string Destroys = "it destroys: a second person approves it";
    private const string DestroysNothing = "it destroys nothing: whoever asked confirms it";
    private const string ApprovedAsIs = "an approval of exactly this plan, which has not run out";

    /// <summary>Callers ask <see cref="Allows"/> first, or know by the names on <see cref="Run"/>, and tell people in their own words.</summary>
    /// <returns>The run in its new state, not saved yet, without what belonged to the state before.</returns>
    /// <exception cref="InvalidOperationException">The table does not allow it: a bug, never something that a person did.</exception>
    public static Run Fire(Run run, RunTrigger trigger, DateTimeOffset at)
    {
        var moved = run;
        var machine = Configure(new(() => moved.State, state => moved = moved with { State = state }), run, at);
        if (!machine.CanFire(trigger, out var unmet))
        {
            var why = unmet is { Count: > 0 } ? $" Needed: {string.Join(", ", unmet.Distinct())}." : "";
            throw new InvalidOperationException($"{run.Label} is {run.State} and cannot {trigger}.{why}");
        }

        machine.Fire(trigger);
        return AfterMove(moved, at);
    }

    public static bool Allows(Run run, RunTrigger trigger, DateTimeOffset at) => Configure(new(() => run.State, _ => { }), run, at).CanFire(trigger);

    /// <summary>The machine as Mermaid text, as the README of this folder shows it.</summary>
    public static string Diagram()
    {
        // No run: only the shape and the words of the guards are printed, no guard is asked.
        var machine = Configure(new(() => Planned, _ => { }), null!, default);
        return MermaidGraph.Format(machine.GetInfo()).ReplaceLineEndings("\n").Trim();
    }

    private static StateMachine<RunState, RunTrigger> Configure(StateMachine<RunState, RunTrigger> machine, Run run, DateTimeOffset at)
    {
        Offers(machine.Configure(Planned));

        machine.Configure(AwaitingConfirmation)
            .PermitIf(
                Confirm,
                RunState.Approved,
                new Tuple<Func<bool>, string>(() => run.Risk is not Risk.Destructive, DestroysNothing),
                new Tuple<Func<bool>, string>(() => IsApproved(run, at), ApprovedAsIs))
            .Permit(Reject, Rejected)
            .Permit(Cancel, Cancelled)
            .Permit(Expire, Expired);

        machine.Configure(AwaitingApproval)
            .PermitIf(Approve, RunState.Approved, () => IsApproved(run, at), ApprovedAsIs)
            .Permit(Reject, Rejected)
            .Permit(Cancel, Cancelled)
            .Permit(Expire, Expired);

        machine.Configure(RunState.Approved)
            .PermitIf(Start, Running, () => IsApproved(run, at), ApprovedAsIs)
            .Permit(Cancel, Cancelled)
            .Permit(Expire, Expired);

        // Planned again when it starts, it may no longer be what was approved.
        Offers(machine.Configure(Running))
            .Permit(Succeed, Succeeded)
            .Permit(Fail, Failed)
            .Permit(Cancel, Cancelled)
            .Permit(Lose, Unknown);

        // The process was silent for so long that it was given up, and comes back; or a person or the postcondition says how it ended.
        machine.Configure(Unknown)
            .Permit(Succeed, Succeeded)
            .Permit(Fail, Failed)
            .Permit(Cancel, Cancelled);

        return machine;

        StateMachine<RunState, RunTrigger>.StateConfiguration Offers(StateMachine<RunState, RunTrigger>.StateConfiguration state) => state
            .PermitIf(Offer, AwaitingConfirmation, () => run.Risk is not Risk.Destructive, DestroysNothing)
            .PermitIf(Offer, AwaitingApproval, () => run.Risk is Risk.Destructive, Destroys);
    }

    private static bool IsApproved(Run run, DateTimeOffset at) => run.Approval is { } approval && approval.PlanHash == run.PlanHash && at < run.ValidUntil;

    /// <summary>What a state says about the rest of the run.</summary>
    private static Run AfterMove(Run moved, DateTimeOffset at) => moved switch
    {
        { IsWaiting: true } => moved with { Approval = null, Lease = null, StartedAt = null, Progress = null },
        { State: Running } => moved with { StartedAt = at, Progress = null, CancelRequested = false },
        { State: Unknown } => moved with { Lease = null },
        { IsOver: true } => moved with { EndedAt = at, Lease = null },
        _ => moved,
    };
}

/// <summary>What moves a run on.</summary>
public enum RunTrigger
{
    /// <summary>Its plan is shown, and an answer awaited.</summary>
    Offer,

    /// <summary>By whoever asked for it.</summary>
    Confirm,

    /// <summary>By a second person; or by its requester alone, where the policy lets them break the glass.</summary>
    Approve,
    Start,
    Succeed,
    Fail,
    Cancel,
    Reject,
    Expire,

    /// <summary>Its process is gone, and nobody knows how far it came.</summary>
    Lose,
}
