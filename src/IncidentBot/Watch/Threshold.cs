using IncidentBot.Incidents;

namespace IncidentBot.Watch;

/// <summary>From where on a measure is a reason to look, and from where on one to wake somebody.</summary>
/// <param name="Warn">Shown, and nobody is told; null for none.</param>
/// <param name="Breach">An alert; null where it is none, however bad it is.</param>
public sealed record Threshold(double? Warn, double? Breach)
{
    /// <summary>How long it has to be breached without a break.</summary>
    public TimeSpan For { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long it has to be back without a break before the breach is over.</summary>
    public TimeSpan BackFor { get; init; } = TimeSpan.FromMinutes(1);

    public Severity Severity { get; init; } = Severity.P1;
}
