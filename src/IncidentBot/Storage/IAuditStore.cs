using IncidentBot.Audit;
using IncidentBot.Storage.Queries;

namespace IncidentBot.Storage;

/// <summary>Reads the audit. Writing goes through <see cref="ILedger"/> only.</summary>
public interface IAuditStore
{
    Task<Page<AuditRecord>> ListAsync(AuditQuery query, CancellationToken ct);

    /// <summary>Of all pages; where the query begins does not matter.</summary>
    Task<Counted> CountAsync(AuditQuery query, CancellationToken ct);

    /// <summary>Null when there is no head row.</summary>
    Task<AuditHead?> HeadAsync(CancellationToken ct);
}
