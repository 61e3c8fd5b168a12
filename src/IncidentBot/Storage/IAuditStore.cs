using IncidentBot.Audit;

namespace IncidentBot.Storage;

/// <summary>Reads the audit. Writing goes through <see cref="ILedger"/> only.</summary>
public interface IAuditStore
{
    /// <summary>All records by sequence, streamed.</summary>
    IAsyncEnumerable<AuditRecord> ReadAsync(CancellationToken ct);

    /// <summary>Null when there is no head row.</summary>
    Task<AuditHead?> HeadAsync(CancellationToken ct);
}
