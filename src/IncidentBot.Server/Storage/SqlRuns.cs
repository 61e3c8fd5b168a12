using System.Data.Common;
using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Storage.Queries;

namespace IncidentBot.Storage;

/// <summary>
/// Lease, progress and the wish to cancel change many times a second and without a new version, so they are columns of
/// their own and not part of the body.
/// </summary>
internal sealed class SqlRuns(IDatabase database) : IRunStore
{
    public const string TargetHeldIndex = "runs_target_held";
    public const string TargetHeldColumn = "runs.target_lock";

    private const string Columns = "body, lease_owner, lease_until, cancel_requested, progress";
    private const string Select = $"select {Columns} from runs";

    private const string NotHiddenFromReader = """
        not exists (
          select 1 from incidents where incidents.id = runs.incident_id and incidents.is_private and not exists (
            select 1 from incident_facets where facet = 'Person' and value = @reader and incident_facets.number = incidents.number))
        """;

    public Task<Run?> FindAsync(RunId id, CancellationToken ct) =>
        FirstAsync(new($"{Select} where id = @id") { ["id"] = id.Value }, ct);

    public Task<Run?> FindAsync(int number, CancellationToken ct) =>
        FirstAsync(new($"{Select} where number = @number") { ["number"] = number }, ct);

    public Task<Run?> HolderOfAsync(string targetLock, CancellationToken ct) => FirstAsync(HolderOf(targetLock), ct);

    public Task<IReadOnlyList<Run>> OfIncidentAsync(IncidentId incident, CancellationToken ct) => ListAsync(OfIncident(incident), ct);

    public Task<Page<Run>> ListAsync(RunQuery query, CancellationToken ct) => database.PageAsync(Of(query), query.After, query.Limit, Read, ct);

    public Task<Counted> CountAsync(RunQuery query, CancellationToken ct) => database.CountAsync(Of(query), ct);

    public Task<IReadOnlyList<Run>> RunningAsync(CancellationToken ct) => ListAsync(Running(), ct);

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

    internal static Keyset Of(RunQuery query)
    {
        var keyset = new Keyset(Columns, "runs", "runs.number", query.IsByTime ? "runs.requested_at" : null, newestFirst: true);
        return (query.UnsettledOnly ? keyset.Where("is_unsettled") : keyset)
            .Where("runs.state = @state", "state", query.State)
            .Where("action = @action", "action", query.Action?.Value)
            .Where("target = @target", "target", query.Target)
            .Where("incident_id = @incident", "incident", query.Incident?.Value)
            .Where("requested_by = @person", "person", query.RequestedBy?.Value)
            .Within(query.From, query.Until)
            .Where(NotHiddenFromReader, "reader", query.Reader.OnlyWith?.Value);
    }

    internal static Statement Running() => new($"{Select} where state = 'Running'");

    /// <summary>Once somebody has asked to cancel, no later write takes that back.</summary>
    /// <returns>False when the version is stale. Throws a duplicate of <see cref="TargetHeldIndex"/> when the target is held.</returns>
    internal static async Task<bool> SaveAsync(Session session, Run run, CancellationToken ct)
    {
        var sql = run.Version == 0
            ? """
              insert into runs (id, number, version, incident_id, target, state, holds_target, is_unsettled,
                lease_owner, lease_until, cancel_requested, progress, requested_at, body)
              values (@id, @number, @next, @incident, @target, @state, @holds, @unsettled, @owner, @until, @cancel, @progress, @requested, @body)
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
                ["requested"] = run.RequestedAt,
                ["body"] = Json.Of(body, StoreJson.Default.Run),
            },
            ct) == 1;
    }

    private static Json? Stored(RunProgress? progress) => progress is null ? null : Json.Of(progress, StoreJson.Default.RunProgress);

    private static Run Read(DbDataReader row) => Read(row, 0);

    /// <param name="first">The first of <see cref="Columns"/>.</param>
    private static Run Read(DbDataReader row, int first) => Json.Read(row.GetString(first), StoreJson.Default.Run) with
    {
        Lease = row.IsDBNull(first + 1) ? null : new RunLease(row.GetString(first + 1), StoredText.Time(row.GetString(first + 2))),
        CancelRequested = row.GetBoolean(first + 3),
        Progress = row.IsDBNull(first + 4) ? null : Json.Read(row.GetString(first + 4), StoreJson.Default.RunProgress),
    };

    private Task<Run?> FirstAsync(Statement statement, CancellationToken ct) =>
        database.ReadAsync(session => session.FindAsync(statement, Read, ct), ct);

    private async Task<IReadOnlyList<Run>> ListAsync(Statement statement, CancellationToken ct) =>
        await database.ReadAsync(session => session.ListAsync(statement, Read, ct), ct);
}
