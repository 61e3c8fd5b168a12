using System.Security.Cryptography;
using System.Text;

namespace IncidentBot.Audit;

/// <summary>Walks the whole chain and says whether anything was edited, removed, reordered or cut off.</summary>
public sealed class AuditVerifier(AuditChain chain)
{
    /// <summary>For a record that nobody writes to meanwhile.</summary>
    /// <param name="head">The stored head; null when its row is missing.</param>
    /// <param name="anchors">Heads that were written down elsewhere.</param>
    public Task<AuditVerdict> VerifyAsync(
        IAsyncEnumerable<AuditRecord> records,
        AuditHead? head,
        IReadOnlyCollection<AuditAnchor> anchors,
        CancellationToken ct) =>
        VerifyAsync(records, _ => Task.FromResult(head), anchors, ct);

    /// <param name="readHead">
    /// Asked before the walk and after it, because a running bot goes on writing: the walk has to reach the first head and
    /// must not go beyond the second.
    /// </param>
    /// <param name="anchors">Heads that were written down elsewhere.</param>
    public async Task<AuditVerdict> VerifyAsync(
        IAsyncEnumerable<AuditRecord> records, Func<CancellationToken, Task<AuditHead?>> readHead,
        IReadOnlyCollection<AuditAnchor> anchors, CancellationToken ct)
    {
        var faults = new List<string>();
        var before = await readHead(ct);
        var atHead = before?.Sequence is 0 ? chain.Origin.Mac : null;
        var waiting = anchors.ToLookup(anchor => anchor.Sequence);
        var last = chain.Origin;
        await foreach (var record in records.WithCancellation(ct))
        {
            if (record.Sequence != last.Sequence + 1)
            {
                faults.Add($"After entry {last.Sequence} comes entry {record.Sequence}: entries were removed or reordered.");
            }
            else if (!Same(chain.Mac(last.Mac, record.Sequence, record.Body), record.Mac))
            {
                faults.Add($"Entry {record.Sequence} does not fit the chain: it, or the one before it, was edited or replaced.");
            }

            foreach (var anchor in waiting[record.Sequence].Where(anchor => !record.Mac.StartsWith(anchor.Mac, StringComparison.Ordinal)))
            {
                faults.Add($"Entry {record.Sequence} is not the one that was anchored as {anchor}.");
            }

            atHead = record.Sequence == before?.Sequence ? record.Mac : atHead;
            last = new AuditHead(record.Sequence, record.Mac, "");
        }

        foreach (var anchor in anchors.Where(anchor => anchor.Sequence > last.Sequence))
        {
            faults.Add($"The record ends at entry {last.Sequence}, but entry {anchor.Sequence} was anchored: its tail was cut off.");
        }

        var after = await readHead(ct);
        var reached = before is null || atHead is not null;
        var within = last.Sequence <= (after?.Sequence ?? 0);
        if (!reached || !within)
        {
            faults.Add(
                $"The record ends at entry {last.Sequence}, but its head says {after?.Sequence ?? 0}: entries were cut off or added behind the bot's back.");
        }
        else if ((before is not null && !Same(before.Mac, atHead!)) || (after?.Sequence == last.Sequence && !Same(after.Mac, last.Mac)))
        {
            faults.Add($"The record ends at entry {last.Sequence}, but its head is not that entry's: one of them was replaced.");
        }
        else if (after is not null && !Same(chain.Seal(after.Sequence, after.Mac).Seal, after.Seal))
        {
            faults.Add($"The head's seal does not fit: it was written without the key.");
        }

        return new AuditVerdict(last.Sequence, last.Mac, anchors.Count, faults);
    }

    private static bool Same(string expected, string actual) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(actual));
}

/// <param name="Faults">Empty when the chain is intact; otherwise what is wrong, first fault first.</param>
public sealed record AuditVerdict(long Entries, string Head, int AnchorsChecked, IReadOnlyList<string> Faults)
{
    public bool Intact => Faults.Count == 0;
}
