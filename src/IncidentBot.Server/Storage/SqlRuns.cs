using System.Data.Common;
using IncidentBot.Actions;
using IncidentBot.Incidents;

namespace IncidentBot.Storage;

/// <summary>
/// Lease, progress and the wish to cancel change many times a second and without a new version, so they are columns of
/// their own and not part of the body.
/// </summary>
internal sealed class SqlRuns(IDatabase database) : IRunStore
{
    public const string TargetHeldIndex = "runs_target_held";
    public const string TargetHeldColumn = "runs.target_lock";

    private const string Select = "select body, lease_owner, lease_until, cancel_requested, progress from runs";

    public Task<Run?> FindAsync(RunId id, CancellationToken ct) =>
        FirstAsync(new($"{Select} where id = @id") { ["id"] = id.Value }, ct);

    public Task<Run?> FindAsync(int number, CancellationToken ct) =>
        FirstAsync(new($"{Select} where number = @number") { ["number"] = number }, ct);

    public Task<Run?> HolderOfAsync(string targetLock, CancellationToken ct) => FirstAsync(HolderOf(targetLock), ct);

    public Task<IReadOnlyList<Run>> OfIncidentAsync(IncidentId incident, CancellationToken ct) => ListAsync(OfIncident(incident), ct);

    public Task<IReadOnlyList<Run>> UnsettledAsync(int limit, CancellationToken ct) => ListAsync(Unsettled(limit), ct);

    public Task<IReadOnlyList<Run>> AbandonedAsync(DateTimeOffset now, CancellationToken ct) => ListAsync(Abandoned(now), ct);

    public Task<bool?> ReportProgressAsync(RunId id, RunLease lease, RunProgress? progress, CancellationToken ct) =>
        database.ChangeAsync(
            session => session.FindAsync<bool?>(
                new($"""
                     update runs set lease_until = @until{(progress is null ? "" : ", progress = @progress")}
                     where id = @id and state = 'Running' and lease_owner = @owner
                     returning cancel_requested
                     """)
                {
                    ["id"] = id.Value,
                    ["owner"] = lease.Owner,
                    ["until"] = lease.Until,
                    ["progress"] = Stored(progress),
                },
                row => row.GetBoolean(0),
                ct),
            ct);

    public Task<bool> RequestCancelAsync(RunId id, CancellationToken ct) =>
        database.ChangeAsync(
            async session => await session.ExecuteAsync(
                new("update runs set cancel_requested = true where id = @id and state = 'Running'") { ["id"] = id.Value },
                ct) == 1,
            ct);

    internal static Statement HolderOf(string targetLock) => new($"{Select} where target_lock = @lock and holds_target") { ["lock"] = targetLock };

    internal static Statement OfIncident(IncidentId incident) =>
        new($"{Select} where incident_id = @incident order by number") { ["incident"] = incident.Value };

    internal static Statement Unsettled(int limit) =>
        new($"{Select} where is_unsettled order by number desc limit @limit") { ["limit"] = limit };

    internal static Statement Abandoned(DateTimeOffset now) =>
        new($"{Select} where state = 'Running' and lease_until < @now order by lease_until") { ["now"] = now };

    /// <summary>Once somebody has asked to cancel, no later write takes that back.</summary>
    /// <returns>False when the version is stale. Throws a duplicate of <see cref="TargetHeldIndex"/> when the target is held.</returns>
    internal static async Task<bool> SaveAsync(Session session, Run run, CancellationToken ct)
    {
        var sql = run.Version == 0
            ? """
              insert into runs (id, number, version, incident_id, target, state, holds_target, is_unsettled, lease_owner, lease_until, cancel_requested, progress, body)
              values (@id, @number, @next, @incident, @target, @state, @holds, @unsettled, @owner, @until, @cancel, @progress, @body)
              on conflict (id) do nothing
              """
            : """
              update runs set version = @next, incident_id = @incident, target = @target, state = @state, holds_target = @holds,
                is_unsettled = @unsettled, lease_owner = @owner, lease_until = @until,
                cancel_requested = cancel_requested or @cancel, progress = @progress, body = @body
              where id = @id and version = @version
              """;
        var body = run with { Version = run.Version + 1, Lease = null, CancelRequested = false, Progress = null };
        return await session.ExecuteAsync(
            new(sql)
            {
                ["id"] = run.Id.Value,
                ["number"] = run.Number,
                ["version"] = run.Version,
                ["next"] = body.Version,
                ["incident"] = run.Incident?.Value,
                ["target"] = run.Call.Target,
                ["state"] = run.State,
                ["holds"] = run.HoldsTarget,
                ["unsettled"] = run.IsUnsettled || run.NeedsReview,
                ["owner"] = run.Lease?.Owner,
                ["until"] = run.Lease?.Until,
                ["cancel"] = run.CancelRequested,
                ["progress"] = Stored(run.Progress),
                ["body"] = Json.Of(body, StoreJson.Default.Run),
            },
            ct) == 1;
    }

    private static Json? Stored(RunProgress? progress) => progress is null ? null : Json.Of(progress, StoreJson.Default.RunProgress);

    private static Run Read(DbDataReader row) => Json.Read(row.GetString(0), StoreJson.Default.Run) with
    {
        Lease = row.IsDBNull(1) ? null : new RunLease(row.GetString(1), StoredText.Time(row.GetString(2))),
        CancelRequested = row.GetBoolean(3),
        Progress = row.IsDBNull(4) ? null : Json.Read(row.GetString(4), StoreJson.Default.RunProgress),
    };

    private Task<Run?> FirstAsync(Statement statement, CancellationToken ct) =>
        database.ReadAsync(session => session.FindAsync(statement, Read, ct), ct);

    private async Task<IReadOnlyList<Run>> ListAsync(Statement statement, CancellationToken ct) =>
        await database.ReadAsync(session => session.ListAsync(statement, Read, ct), ct);
}
