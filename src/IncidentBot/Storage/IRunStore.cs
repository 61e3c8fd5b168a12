using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Storage.Queries;

namespace IncidentBot.Storage;

public interface IRunStore
{
    Task<Run?> FindAsync(RunId id, CancellationToken ct);

    Task<Run?> FindAsync(int number, CancellationToken ct);

    /// <summary>The run that holds the lock of a target now, if any.</summary>
    /// <param name="targetLock">As in <see cref="Run.Lock"/>.</param>
    Task<Run?> HolderOfAsync(string targetLock, CancellationToken ct);

    /// <summary>In the order they were asked for.</summary>
    Task<IReadOnlyList<Run>> OfIncidentAsync(IncidentId incident, CancellationToken ct);

    Task<Page<Run>> ListAsync(RunQuery query, CancellationToken ct);

    /// <summary>Of all pages; where the query begins does not matter.</summary>
    Task<Counted> CountAsync(RunQuery query, CancellationToken ct);

    /// <summary>Runs in <see cref="RunState.Running"/>, of whatever process.</summary>
    Task<IReadOnlyList<Run>> RunningAsync(CancellationToken ct);

    /// <summary>
    /// Extends the lease and stores the progress of a running run, without a new version: only its owner calls this.
    /// </summary>
    /// <returns>Null when the lease was lost; otherwise whether somebody has asked to cancel.</returns>
    Task<bool?> ReportProgressAsync(RunId id, RunLease lease, RunProgress? progress, CancellationToken ct);

    /// <summary>Asks a running run to stop.</summary>
    /// <returns>False when it is not running.</returns>
    Task<bool> RequestCancelAsync(RunId id, CancellationToken ct);
}
