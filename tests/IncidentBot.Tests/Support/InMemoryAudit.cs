using IncidentBot.Audit;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;

namespace IncidentBot.Tests.Support;

internal sealed class InMemoryAudit(Lock gate, AuditChain chain) : IAuditStore
{
    private readonly List<AuditRecord> records = [];
    private readonly List<AuditEntry> entries = [];
    private AuditHead head = chain.Origin;

    /// <summary>The entries as they were given, before they became JSON.</summary>
    public IReadOnlyList<AuditEntry> Entries
    {
        get
        {
            lock (gate)
            {
                return [.. entries];
            }
        }
    }

    public Task<Page<AuditRecord>> ListAsync(AuditQuery query, CancellationToken ct)
    {
        var page = InMemoryPage.Of(Found(query), query.IsByTime, found => (found.Entry.At, found.Record.Sequence), query.NewestFirst, query.After, query.Limit);
        return Task.FromResult(new Page<AuditRecord>([.. page.Items.Select(found => found.Record)], page.Next));
    }

    public Task<Counted> CountAsync(AuditQuery query, CancellationToken ct) => Task.FromResult(Counted.Of(Found(query).Count()));

    private IEnumerable<(AuditRecord Record, AuditEntry Entry)> Found(AuditQuery query)
    {
        lock (gate)
        {
            return [.. records.Zip(entries).Where(pair => pair.Second is var entry
                && (query.Kind is null || entry.Kind == query.Kind)
                && (query.Person is null || (entry.Actor?.Value ?? "bot") == query.Person.Value.Value)
                && (query.Subject is null || entry.Subject == query.Subject)
                && (query.From is null || entry.At >= query.From)
                && (query.Until is null || entry.At < query.Until))];
        }
    }

    public Task<AuditHead?> HeadAsync(CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult<AuditHead?>(head);
        }
    }

    internal void Append(IEnumerable<AuditEntry> added)
    {
        foreach (var entry in added)
        {
            (var record, head) = chain.Append(head, entry);
            records.Add(record);
            entries.Add(entry);
        }
    }
}
