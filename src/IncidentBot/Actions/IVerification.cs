using IncidentBot.Incidents;

namespace IncidentBot.Actions;

/// <summary>The checks that say whether a target serves again: what an incident must pass to be monitored and resolved.</summary>
public interface IVerification
{
    /// <summary>The system it speaks for, as in <see cref="Target.System"/>.</summary>
    string System { get; }

    /// <summary>
    /// The reads that are the assessment of an incident. The first speaks for the target itself; the others for what stands
    /// beside it, and for what lives on it.
    /// </summary>
    IReadOnlyList<ActionCall> AssessmentOf(string target);

    /// <summary>
    /// Whether the checks ask the same as this read of the target, so that what it found wrong need not be asked beside them. A
    /// failure of the target itself, such as <c>REFUSED</c>, is in whatever is read of it.
    /// </summary>
    bool Ask(ActionCall read, ActionReport found);

    /// <summary>Never throws for a target in trouble: that is a check that did not pass.</summary>
    Task<IReadOnlyList<CheckResult>> CheckAsync(string target, CancellationToken ct);
}
