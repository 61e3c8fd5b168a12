using System.Data.Common;
using System.Text.Json;
using IncidentBot.Audit;
using IncidentBot.Storage.Queries;

namespace IncidentBot.Storage;

internal sealed class SqlAudit(IDatabase database) : IAuditStore
{
    private const int LongestIndexed = 200;

    public Task<Page<AuditRecord>> ListAsync(AuditQuery query, CancellationToken ct) =>
        database.PageAsync(
            Of(query),
            query.After,
            query.Limit,
            (row, column) => new AuditRecord(row.GetInt64(0), row.GetString(column), row.GetString(column + 1)),
            ct);

    public Task<Counted> CountAsync(AuditQuery query, CancellationToken ct) => database.CountAsync(Of(query), ct);

    public Task<AuditHead?> HeadAsync(CancellationToken ct) => database.ReadAsync(session => FindHeadAsync(session, "", ct), ct);

    internal static Keyset Of(AuditQuery query) =>
        new Keyset("body, mac", "audit_entries", "sequence", query.IsByTime ? "at" : null, query.NewestFirst)
            .Where("kind = @kind", "kind", query.Kind)
            .Where("actor = @actor", "actor", AsChained(query.Person?.Value))
            .Where("subject = @subject", "subject", AsChained(query.Subject))
            .Within(query.From, query.Until);

    /// <summary>As it is written in the chained text, as far as an index holds it.</summary>
    private static string? AsChained(string? text) =>
        text is null ? null : JsonEncodedText.Encode(text).ToString() is var chained && chained.Length > LongestIndexed ? chained[..LongestIndexed] : chained;

    /// <summary>
    /// Locks the head row until the end of the transaction, so commits that speak or are audited follow one another.
    /// </summary>
    /// <returns>Null when the row is missing.</returns>
    internal static Task<AuditHead?> LockHeadAsync(Session session, string forUpdate, CancellationToken ct) => FindHeadAsync(session, forUpdate, ct);

    /// <param name="head">As <see cref="LockHeadAsync"/> read it in this transaction.</param>
    internal static async Task AppendAsync(Session session, AuditChain chain, AuditHead? head, IReadOnlyList<AuditEntry> entries, CancellationToken ct)
    {
        if (head is null)
        {
            throw new AuditTamperedException(
                "The audit has no head row, which the bot never removes. Nothing was written. Run the audit check, and restore the database from a backup.");
        }

        // Without this, the next append would put a good seal on a head that somebody moved.
        if (!Fits(chain, head))
        {
            throw new AuditTamperedException($"The audit's head (entry {head.Sequence}) was not sealed with this bot's key: "
                + "it was edited, or the key was changed. Nothing was written. Run the audit check.");
        }

        foreach (var entry in entries)
        {
            (var record, head) = chain.Append(head, entry);
            try
            {
                await InsertAsync(session, record, ct);
            }
            catch (DbException error) when (session.IsDuplicate(error, "audit_entries_pkey", "audit_entries.sequence"))
            {
                throw new AuditTamperedException($"The audit's head says that it ends before entry {record.Sequence}, "
                    + "but that entry is there: an old head was put back, or the entry was forged. Nothing was written. "
                    + "Run the audit check.");
            }
        }

        await session.ExecuteAsync(
            new("update audit_head set sequence = @sequence, mac = @mac, seal = @seal where id = 1")
            {
                ["sequence"] = head.Sequence,
                ["mac"] = head.Mac,
                ["seal"] = head.Seal,
            },
            ct);
    }

    private static Task<int> InsertAsync(Session session, AuditRecord record, CancellationToken ct) =>
        session.ExecuteAsync(
            new("insert into audit_entries (sequence, body, mac) values (@sequence, @body, @mac)")
            {
                ["sequence"] = record.Sequence,
                ["body"] = record.Body,
                ["mac"] = record.Mac,
            },
            ct);

    /// <summary>Writes the head of an empty record, unless there is one.</summary>
    internal static Task BeginAsync(Session session, AuditHead origin, CancellationToken ct) =>
        session.ExecuteAsync(
            new("insert into audit_head (id, sequence, mac, seal) values (1, @sequence, @mac, @seal) on conflict (id) do nothing")
            {
                ["sequence"] = origin.Sequence,
                ["mac"] = origin.Mac,
                ["seal"] = origin.Seal,
            },
            ct);

    internal static bool Fits(AuditChain chain, AuditHead head) =>
        string.Equals(chain.Seal(head.Sequence, head.Mac).Seal, head.Seal, StringComparison.Ordinal);

    private static Task<AuditHead?> FindHeadAsync(Session session, string suffix, CancellationToken ct) =>
        session.FindAsync(
            new($"select sequence, mac, seal from audit_head where id = 1 {suffix}"),
            row => new AuditHead(row.GetInt64(0), row.GetString(1), row.GetString(2)),
            ct);
}
