using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage.Queries;
using IncidentBot.Timeline;

namespace IncidentBot.Storage;

internal sealed class SqlIncidents(IDatabase database) : IIncidentStore
{
    private const int LongestService = 200;

    public Task<Incident?> FindAsync(IncidentId id, CancellationToken ct) =>
        FirstAsync(new("select body from incidents where id = @id") { ["id"] = id.Value }, ct);

    public Task<Incident?> FindAsync(int number, CancellationToken ct) =>
        FirstAsync(new("select body from incidents where number = @number") { ["number"] = number }, ct);

    public async Task<IReadOnlyList<Incident>> InChannelAsync(ChannelRef channel, CancellationToken ct) =>
        [.. (await ListAsync(InChannel(channel), ct)).OrderByDescending(incident => incident.Number)];

    public Task<Incident?> LastOverAsync(ChannelRef channel, CancellationToken ct) =>
        database.ReadAsync(session => session.FindAsync(LastOver(channel), row => Json.Read(row.GetString(0), StoreJson.Default.Incident), ct), ct);

    public Task<Page<Incident>> ListAsync(IncidentQuery query, CancellationToken ct) =>
        database.PageAsync(
            SqlIncidentQueries.Of(query, database.Words),
            query.After,
            query.Limit,
            (row, column) => Json.Read(row.GetString(column), StoreJson.Default.Incident),
            ct);

    public Task<Counted> CountAsync(IncidentQuery query, CancellationToken ct) => database.CountAsync(SqlIncidentQueries.Of(query, database.Words), ct);

    public Task<Page<TimelineEntry>> TimelineAsync(TimelineQuery query, CancellationToken ct) =>
        database.PageAsync(
            SqlIncidentQueries.Of(query, database.Words),
            query.After,
            query.Limit,
            (row, column) => StoredEntry.Read(row.GetString(column)),
            ct);

    public Task<Counted> CountAsync(TimelineQuery query, CancellationToken ct) => database.CountAsync(SqlIncidentQueries.Of(query, database.Words), ct);

    internal static Statement LastOver(ChannelRef channel) =>
        new("select body from incidents where channel = @channel and is_over order by number desc limit 1") { ["channel"] = StoredText.Of(channel) };

    internal static Statement InChannel(ChannelRef channel) =>
        new("""
            select body from incidents where channel = @channel and not is_over
            union all
            select incidents.body from incident_places join incidents on incidents.id = incident_places.incident_id
            where incident_places.channel = @channel and incidents.channel <> @channel and not incidents.is_over
            """)
        { ["channel"] = StoredText.Of(channel) };

    /// <returns>False when the version is stale.</returns>
    internal static async Task<bool> SaveAsync(Session session, Incident incident, CancellationToken ct)
    {
        var saved = incident with { Version = incident.Version + 1 };
        var sql = incident.Version == 0
            ? """
              insert into incidents (id, number, version, channel, is_open, is_over, opened_at, body)
              values (@id, @number, @next, @channel, @open, @over, @opened, @body)
              on conflict (id) do nothing
              """
            : """
              update incidents set version = @next, channel = @channel, is_open = @open, is_over = @over, opened_at = @opened, body = @body
              where id = @id and version = @version
              """;
        var isSaved = await session.ExecuteAsync(
            new(sql)
            {
                ["id"] = saved.Id.Value,
                ["number"] = saved.Number,
                ["version"] = incident.Version,
                ["next"] = saved.Version,
                ["channel"] = StoredText.Of(saved.Channel),
                ["open"] = saved.IsOpen,
                ["over"] = saved.State is IncidentState.Closed or IncidentState.Cancelled,
                ["opened"] = saved.OpenedAt,
                ["body"] = Json.Of(saved, StoreJson.Default.Incident),
            },
            ct) == 1;
        if (isSaved)
        {
            await SavePlacesAsync(session, saved, ct);
            await SaveFacetsAsync(session, saved, ct);
        }

        return isSaved;
    }

    /// <summary>Whoever was at work on a room is not any more. Where somebody was, the room's appointment still waits.</summary>
    internal static async Task ReleaseTurnsAsync(Session session, CancellationToken ct)
    {
        var waiting = await session.ListAsync(RoomsWaiting(), row => Json.Read(row.GetString(0), StoreJson.Default.Incident), ct);
        foreach (var incident in waiting.Where(incident => incident.Room?.Turn is not null))
        {
            await SaveAsync(session, incident with { Room = incident.Room! with { Turn = null } }, ct);
        }
    }

    internal static Statement RoomsWaiting() =>
        new("select incidents.body from schedule join incidents on incidents.id = schedule.subject where schedule.kind = @kind")
        {
            ["kind"] = AppointmentKind.Room.Name,
        };

    /// <summary>Where it is shown beside its channel, so that a command typed there finds it.</summary>
    private static async Task SavePlacesAsync(Session session, Incident incident, CancellationToken ct)
    {
        await session.ExecuteAsync(new("delete from incident_places where incident_id = @id") { ["id"] = incident.Id.Value }, ct);
        foreach (var place in incident.Shown.Where(place => place != incident.Channel))
        {
            await session.ExecuteAsync(
                new("insert into incident_places (channel, incident_id) values (@channel, @id)")
                {
                    ["channel"] = StoredText.Of(place),
                    ["id"] = incident.Id.Value,
                }, ct);
        }
    }

    /// <summary>What it has several of, so that a query finds it by each.</summary>
    private static async Task SaveFacetsAsync(Session session, Incident incident, CancellationToken ct)
    {
        var before = incident.Version == 1 ? [] : await session.ListAsync(
            new("select facet, value from incident_facets where number = @number") { ["number"] = incident.Number },
            row => (Facet: row.GetString(0), Value: row.GetString(1)),
            ct);
        List<(string Facet, string Value)> now =
        [
            .. incident.Involved.Select(person => ("Person", StoredText.Clean(person.Value))),
            .. incident.Services.Select(service => ("Service", StoredService(service)!)),
        ];
        foreach (var (facet, value) in before.Except(now))
        {
            await session.ExecuteAsync(Facet("delete from incident_facets where facet = @facet and value = @value and number = @number", facet, value), ct);
        }

        foreach (var (facet, value) in now.Except(before))
        {
            await session.ExecuteAsync(Facet("insert into incident_facets (facet, value, number) values (@facet, @value, @number)", facet, value), ct);
        }

        Statement Facet(string sql, string facet, string value) => new(sql) { ["facet"] = facet, ["value"] = value, ["number"] = incident.Number };
    }

    /// <summary>Services are looked for in whatever case, and by no more than an index holds.</summary>
    internal static string? StoredService(string? name) =>
        name is null ? null : StoredText.Clean(name.Length > LongestService ? name[..LongestService] : name).ToLowerInvariant();

    /// <summary>Numbers the entries. The incident's row is locked by it, so two writers never take one number.</summary>
    internal static async Task RecordAsync(Session session, IReadOnlyList<TimelineEntry> entries, CancellationToken ct)
    {
        foreach (var ofIncident in entries.GroupBy(entry => entry.Incident).OrderBy(group => group.Key.Value))
        {
            var count = ofIncident.Count();
            var length = await session.FindAsync(
                new("update incidents set timeline_length = timeline_length + @count where id = @id returning timeline_length")
                {
                    ["count"] = count,
                    ["id"] = ofIncident.Key.Value,
                },
                row => row.GetInt32(0),
                ct);
            if (length == 0)
            {
                throw new InvalidOperationException($"There is no incident {ofIncident.Key.Value} to which a timeline entry could be added.");
            }

            var sequence = length - count;
            foreach (var entry in ofIncident)
            {
                sequence++;
                await session.ExecuteAsync(
                    new("insert into timeline (incident_id, sequence, kind, at, body) values (@id, @sequence, @kind, @at, @body)")
                    {
                        ["id"] = entry.Incident.Value,
                        ["sequence"] = sequence,
                        ["kind"] = entry.Kind,
                        ["at"] = entry.At,
                        ["body"] = StoredEntry.Of(entry with { Sequence = sequence }),
                    },
                    ct);
            }
        }
    }

    private Task<Incident?> FirstAsync(Statement statement, CancellationToken ct) =>
        database.ReadAsync(session => session.FindAsync(statement, row => Json.Read(row.GetString(0), StoreJson.Default.Incident), ct), ct);

    private async Task<IReadOnlyList<Incident>> ListAsync(Statement statement, CancellationToken ct) =>
        await database.ReadAsync(session => session.ListAsync(statement, row => Json.Read(row.GetString(0), StoreJson.Default.Incident), ct), ct);
}
