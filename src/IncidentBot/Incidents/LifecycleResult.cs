namespace IncidentBot.Incidents;

public abstract record LifecycleResult
{
    private LifecycleResult()
    {
    }

    /// <param name="Incident">The incident in its new state, not saved yet.</param>
    public sealed record Moved(Incident Incident, IncidentState From) : LifecycleResult
    {
        /// <summary>It went on although its checks, or its soak, did not allow it.</summary>
        public bool ByOverride { get; init; }
    }

    /// <param name="Unmet">What is needed and missing, in words; empty when the step does not exist in this state.</param>
    /// <param name="Possible">The steps that this state allows, those that need a reason included.</param>
    public sealed record Refused(IncidentState State, IReadOnlyList<string> Unmet, IReadOnlyList<IncidentTrigger> Possible) : LifecycleResult;
}
