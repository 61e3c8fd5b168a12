using IncidentBot.Incidents;

namespace IncidentBot.Actions;

/// <summary>The checks that say whether a target serves again: what an incident must pass to be monitored and resolved.</summary>
public interface IVerification
{
    /// <summary>The system it speaks for, as in <see cref="Target.System"/>.</summary>
    string System { get; }

    /// <summary>
    /// The reads that are the assessment of an incident, and take no arguments. The first speaks for the target itself; the
    /// others for what lives on it.
    /// </summary>
    IReadOnlyList<ActionId> Assessment { get; }

    /// <summary>Whether the checks ask the same as this read of the target, so that it need not be repeated beside them.</summary>
    bool Asks(ActionId read);

    /// <summary>Never throws for a target in trouble: that is a check that did not pass.</summary>
    Task<IReadOnlyList<CheckResult>> CheckAsync(string target, CancellationToken ct);
}
