using IncidentBot.Incidents;
using IncidentBot.Storage;

namespace IncidentBot.Tests.Support;

internal sealed class InMemoryRunbooks(Lock gate) : IRunbookStore
{
    private readonly Dictionary<string, PinnedRunbook> pinned = [];

    public int Count => pinned.Count;

    public Task<PinnedRunbook?> FindAsync(string hash, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult(pinned.GetValueOrDefault(hash));
        }
    }

    internal void Pin(PinnedRunbook runbook) => pinned.TryAdd(runbook.Hash, runbook);
}
