using IncidentBot.Incidents;

namespace IncidentBot.Actions;

/// <summary>The checks that say whether a target serves again: what an incident must pass to be monitored and resolved.</summary>
public interface IVerification
{
    /// <summary>The system it speaks for, as in <see cref="Target.System"/>.</summary>
    string System { get; }

    /// <summary>The name of the action whose report is the assessment of an incident.</summary>
    ActionId Assessment { get; }

    /// <summary>Never throws for a target in trouble: that is a check that did not pass.</summary>
    Task<IReadOnlyList<CheckResult>> CheckAsync(string target, CancellationToken ct);
}
