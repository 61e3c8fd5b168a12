using System.Collections.Concurrent;
using IncidentBot.Incidents;
using IncidentBot.Storage;

namespace IncidentBot.Runbooks;

/// <summary>The runbook of an incident as it was when it started. A text never changes under its hash, so each is read from the store once.</summary>
public sealed class PinnedRunbooks(IRunbookStore store, RunbookReader reader)
{
    private readonly ConcurrentDictionary<string, Runbook> known = [];

    /// <returns>Null when the store has lost the text, which no commit allows.</returns>
    public async Task<Runbook?> FindAsync(RunbookProgress progress, CancellationToken ct)
    {
        if (known.TryGetValue(progress.Hash, out var runbook))
        {
            return runbook;
        }

        return await store.FindAsync(progress.Hash, ct) is { } pinned
            ? known[progress.Hash] = reader.Read($"{pinned.Id}.md", pinned.Text)
            : null;
    }
}
