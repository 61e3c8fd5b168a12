using IncidentBot.People;

namespace IncidentBot.Incidents;

/// <summary>What the guards of the lifecycle look at, beside the incident itself.</summary>
public sealed record TransitionFacts(DateTimeOffset At)
{
    /// <summary>Why, in the words of whoever asked.</summary>
    public string? Reason { get; init; }

    /// <summary>The second person, who approved going on although checks fail or the soak is not over.</summary>
    public PersonId? OverrideApprovedBy { get; init; }

    /// <summary>Whether a change of the incident waits for an answer, is under way, or ended in doubt.</summary>
    public bool Unsettled { get; init; }

    /// <summary>Since when every look has been well, where the step is taken because all checks pass.</summary>
    public DateTimeOffset? WellSince { get; init; }

    internal bool HasReason => !string.IsNullOrWhiteSpace(Reason);
    internal bool Overridden => OverrideApprovedBy is not null;
}
