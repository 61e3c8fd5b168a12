using System.Runtime.CompilerServices;
using IncidentBot.Audit;
using IncidentBot.Storage;

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

    public async IAsyncEnumerable<AuditRecord> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        AuditRecord[] copy;
        lock (gate)
        {
            copy = [.. records];
        }

        foreach (var record in copy)
        {
            ct.ThrowIfCancellationRequested();
            yield return record;
        }

        await Task.CompletedTask;
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
