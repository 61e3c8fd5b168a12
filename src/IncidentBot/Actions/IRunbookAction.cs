namespace IncidentBot.Actions;

/// <summary>An entry of the catalogue. Implemented by way of <see cref="IObserveAction"/> or <see cref="IChangeAction"/>.</summary>
public interface IRunbookAction
{
    ActionDefinition Definition { get; }
}

/// <summary>Reads a target and reports. Never writes to it.</summary>
public interface IObserveAction : IRunbookAction
{
    /// <summary>A target that cannot be reached is a report too, with <see cref="ActionReport.Healthy"/> false; only bugs throw.</summary>
    Task<ActionReport> ReadAsync(ActionCall call, CancellationToken ct);
}

/// <summary>Changes a target, in three steps that the executor takes one by one.</summary>
public interface IChangeAction : IRunbookAction
{
    /// <summary>Reads only: says what <see cref="ApplyAsync"/> would do, in numbers.</summary>
    Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct);

    /// <param name="permit">Proof that the executor recorded the intent and the approval; nothing else can make one.</param>
    /// <param name="ct">Asks to stop at the next safe point. What has none once it is sent answers <see cref="ApplyResult.Unknown"/> instead.</param>
    Task<ApplyResult> ApplyAsync(ActionCall call, ActionPlan plan, ExecutionPermit permit, IProgress<RunProgress> progress, CancellationToken ct);

    /// <summary>Reads the postcondition back from the target. Also asked after a crash, when nobody knows how far the run came.</summary>
    Task<VerifyResult> VerifyAsync(ActionCall call, ActionPlan plan, CancellationToken ct);
}
