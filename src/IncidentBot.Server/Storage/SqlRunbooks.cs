using IncidentBot.Incidents;

namespace IncidentBot.Storage;

/// <summary>The texts that incidents have pinned, one row per content.</summary>
internal sealed class SqlRunbooks(IDatabase database) : IRunbookStore
{
    public Task<PinnedRunbook?> FindAsync(string hash, CancellationToken ct) => database.ReadAsync(
        session => session.FindAsync(
            Find(hash),
            row => new PinnedRunbook(hash, row.GetString(0), row.GetString(1), StoredText.Time(row.GetString(2))),
            ct),
        ct);

    internal static Statement Find(string hash) => new("select id, text, pinned_at from runbooks where hash = @hash") { ["hash"] = hash };

    internal static Task<int> PinAsync(Session session, PinnedRunbook runbook, CancellationToken ct) => session.ExecuteAsync(
        new("insert into runbooks (hash, id, text, pinned_at) values (@hash, @id, @text, @at) on conflict (hash) do nothing")
        {
            ["hash"] = runbook.Hash,
            ["id"] = runbook.Id,
            ["text"] = runbook.Text,
            ["at"] = runbook.PinnedAt,
        },
        ct);
}
