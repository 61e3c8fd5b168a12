using IncidentBot.Incidents;

namespace IncidentBot.Storage;

/// <summary>Reads the texts that incidents have pinned. Writing goes through <see cref="ILedger"/> only.</summary>
public interface IRunbookStore
{
    /// <returns>Null when no incident has pinned it.</returns>
    Task<PinnedRunbook?> FindAsync(string hash, CancellationToken ct);
}
