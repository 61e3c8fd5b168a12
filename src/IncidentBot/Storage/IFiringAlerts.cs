namespace IncidentBot.Storage;

/// <summary>Asks a source how its alerts stand: the notice of an end is sent once, and may be lost.</summary>
public interface IFiringAlerts
{
    /// <returns>The fingerprints of all that fire, silenced or not; null where the source cannot be asked, or does not answer.</returns>
    Task<IReadOnlySet<string>?> OfAsync(string source, CancellationToken ct);
}
