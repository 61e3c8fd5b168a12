using IncidentBot.Actions;

namespace IncidentBot.Cli.Doctor;

/// <summary>What the folder of a kind of target knows to look at beside the read that everybody can type.</summary>
internal interface ITargetDoctor
{
    /// <summary>As in <see cref="Target.System"/>.</summary>
    string System { get; }

    /// <summary>Changes nothing, and a target that cannot be reached is a finding too.</summary>
    Task<Finding> FindAsync(Target target, CancellationToken ct);
}
