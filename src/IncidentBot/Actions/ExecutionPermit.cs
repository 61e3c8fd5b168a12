namespace IncidentBot.Actions;

/// <summary>
/// Handed to <see cref="IChangeAction.ApplyAsync"/> as proof that the intent is on the record and approved. Only
/// <c>Execution/ActionExecutor</c> makes one; a test reads the source to keep that so.
/// </summary>
public sealed class ExecutionPermit
{
    internal ExecutionPermit(RunId run) => Run = run;

    public RunId Run { get; }
}
