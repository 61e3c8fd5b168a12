using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;

namespace IncidentBot.Tests.Support;

internal sealed class InMemoryRuns(Lock gate, InMemoryIncidents incidents) : IRunStore
{
    private readonly Dictionary<RunId, Run> runs = [];

    public Task<Run?> FindAsync(RunId id, CancellationToken ct) => First(run => run.Id == id);

    public Task<Run?> FindAsync(int number, CancellationToken ct) => First(run => run.Number == number);

    public Task<Run?> HolderOfAsync(string targetLock, CancellationToken ct) => First(run => run.HoldsTarget && run.Lock == targetLock);

    public Task<IReadOnlyList<Run>> OfIncidentAsync(IncidentId incident, CancellationToken ct) =>
        Where(all => all.Where(run => run.Incident == incident).OrderBy(run => run.Number));

    public Task<Page<Run>> ListAsync(RunQuery query, CancellationToken ct) =>
        Task.FromResult(InMemoryPage.Of(Found(query), query.IsByTime, run => (run.RequestedAt, run.Number), newestFirst: true, query.After, query.Limit));

    public Task<Counted> CountAsync(RunQuery query, CancellationToken ct) => Task.FromResult(Counted.Of(Found(query).Count));

    public Task<IReadOnlyList<Run>> RunningAsync(CancellationToken ct) => Where(all => all.Where(run => run.State is RunState.Running));

    public Task<bool?> ReportProgressAsync(RunId id, RunLease lease, RunProgress? progress, CancellationToken ct)
    {
        lock (gate)
        {
            if (runs.GetValueOrDefault(id) is not { State: RunState.Running } run || run.Lease?.Owner != lease.Owner)
            {
                return Task.FromResult<bool?>(null);
            }

            runs[id] = run with { Lease = lease, Progress = progress ?? run.Progress };
            return Task.FromResult<bool?>(run.CancelRequested);
        }
    }

    public Task<bool> RequestCancelAsync(RunId id, CancellationToken ct)
    {
        lock (gate)
        {
            if (runs.GetValueOrDefault(id) is not { State: RunState.Running } run)
            {
                return Task.FromResult(false);
            }

            runs[id] = run with { CancelRequested = true };
            return Task.FromResult(true);
        }
    }

    internal bool IsCurrent(Run run) => (runs.GetValueOrDefault(run.Id)?.Version ?? 0) == run.Version;

    internal bool IsHeldByAnother(Run run) =>
        runs.Values.Any(other => other.HoldsTarget && other.Id != run.Id && other.Lock == run.Lock);

    internal void Save(Run run)
    {
        // A request to cancel and the progress are written past the version; a save must not undo them.
        var stored = runs.GetValueOrDefault(run.Id);
        runs[run.Id] = run with
        {
            Version = run.Version + 1,
            CancelRequested = run.CancelRequested || stored is { CancelRequested: true },
            Progress = run.Progress ?? stored?.Progress,
        };
    }

    private List<Run> Found(RunQuery query)
    {
        lock (gate)
        {
            return [.. runs.Values.Where(run =>
                (run.Incident is not { } id || incidents.Get(id) is not { } incident || query.Reader.Sees(incident))
                && (!query.UnsettledOnly || run.IsUnsettled || run.NeedsReview)
                && (query.State is null || run.State == query.State)
                && (query.Action is null || run.Call.Action == query.Action)
                && (query.Target is null || run.Call.Target == query.Target)
                && (query.Incident is null || run.Incident == query.Incident)
                && (query.RequestedBy is null || run.RequestedBy == query.RequestedBy)
                && (query.From is null || run.RequestedAt >= query.From)
                && (query.Until is null || run.RequestedAt < query.Until))];
        }
    }

    private Task<Run?> First(Func<Run, bool> which)
    {
        lock (gate)
        {
            return Task.FromResult(runs.Values.FirstOrDefault(which));
        }
    }

    private Task<IReadOnlyList<Run>> Where(Func<IEnumerable<Run>, IEnumerable<Run>> query)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<Run>>([.. query(runs.Values)]);
        }
    }
}
