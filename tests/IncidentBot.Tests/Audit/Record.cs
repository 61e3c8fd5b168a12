using IncidentBot.Audit;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Audit;

/// <summary>A chain as it lies in a database, for a test to tamper with.</summary>
internal sealed record Record(IReadOnlyList<AuditRecord> Entries, AuditHead? Head)
{
    public static Record Of(int entries, AuditChain? chain = null, string? subject = null)
    {
        chain ??= Some.Chain;
        var (records, head) = (new List<AuditRecord>(), chain.Origin);
        for (var number = 1; number <= entries; number++)
        {
            (var record, head) = chain.Append(head, new AuditEntry(Some.Night.AddSeconds(number), Some.Ada.Id, AuditKind.Finished, subject ?? $"R-{number}"));
            records.Add(record);
        }

        return new Record(records, head);
    }

    public AuditAnchor Anchor(int sequence) => new(sequence, Entries[sequence - 1].Mac[..16]);

    /// <summary>With one entry replaced.</summary>
    public Record With(int sequence, Func<AuditRecord, AuditRecord> change) =>
        this with { Entries = [.. Entries.Select(entry => entry.Sequence == sequence ? change(entry) : entry)] };

    public Record Without(int sequence) => this with { Entries = [.. Entries.Where(entry => entry.Sequence != sequence)] };

    public Task<AuditVerdict> VerifyAsync(params AuditAnchor[] anchors) =>
        new AuditVerifier(Some.Chain).VerifyAsync(Entries.ToAsyncEnumerable(), Head, anchors, TestContext.Current.CancellationToken);
}
