using IncidentBot.Incidents;

namespace IncidentBot.Actions;

/// <summary>Finds who can speak for an incident's target.</summary>
public sealed class Verifications(IEnumerable<IVerification> verifications, TargetCatalogue targets)
{
    private readonly IReadOnlyList<IVerification> verifications = [.. verifications];

    /// <returns>Null when the target is not configured, or nothing is known about its system.</returns>
    internal IVerification? For(Incident incident) =>
        targets.All.FirstOrDefault(target => target.Name == incident.Target.Name && incident.Target.IsOf(target.System)) is { } found
            ? verifications.FirstOrDefault(verification => verification.System == found.System)
            : null;

    /// <summary>Whether the incident's own checks ask the same as this read.</summary>
    internal bool Ask(Incident incident, ActionCall read, ActionReport report) =>
        read.Target == incident.Target.Name && For(incident) is { } checks && checks.Ask(read, report);
}
