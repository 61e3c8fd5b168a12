using System.Data.Common;
using IncidentBot.Alerts;
using IncidentBot.Incidents;

namespace IncidentBot.Storage;

internal sealed class SqlAlerts(IDatabase database) : IAlertStore
{
    /// <summary>As many are read or written by one statement: ten thousand in one commit are a hundred round trips.</summary>
    private const int AtATime = 100;

    private const string Columns = "body, heard_at, incident_id";

    public async Task<IReadOnlyList<KnownAlert>> FindAsync(string source, IReadOnlyCollection<string> fingerprints, CancellationToken ct) =>
        await database.ReadAsync(
            async session =>
            {
                var found = new List<KnownAlert>(fingerprints.Count);
                foreach (var part in fingerprints.Chunk(AtATime))
                {
                    found.AddRange(await session.ListAsync(Find(source, part), Read, ct));
                }

                return found;
            },
            ct);

    public Task<IncidentId?> IncidentOfAsync(Guid group, CancellationToken ct) => database.ReadAsync(
        session => session.FindAsync<IncidentId?>(
            new("select incident_id from alert_groups where id = @id") { ["id"] = group }, row => new IncidentId(Guid.Parse(row.GetString(0))), ct),
        ct);

    public Task<IReadOnlyList<KnownAlert>> OfIncidentAsync(IncidentId incident, int limit, CancellationToken ct) => ListAsync(OfIncident(incident, limit), ct);

    public Task<IReadOnlyList<KnownAlert>> FiringAsync(bool withoutIncident, int limit, CancellationToken ct) =>
        ListAsync(Firing(withoutIncident, limit), ct);

    public Task<IReadOnlyList<KnownAlert>> WaitingAsync(Guid group, CancellationToken ct) => ListAsync(Waiting(group), ct);

    public async Task<IReadOnlyList<AlertSilence>> SilencesAsync(CancellationToken ct) =>
        await database.ReadAsync(
            session => session.ListAsync(Lasting(), row => Json.Read(row.GetString(0), StoreJson.Default.AlertSilence), ct), ct);

    public Task<AlertSilence?> SilenceAsync(int number, CancellationToken ct) => database.ReadAsync(
        session => session.FindAsync(
            new("select body from alert_silences where number = @number") { ["number"] = number },
            row => Json.Read(row.GetString(0), StoreJson.Default.AlertSilence),
            ct),
        ct);

    public async Task HeardAsync(string source, IReadOnlyCollection<string> fingerprints, DateTimeOffset at, CancellationToken ct)
    {
        foreach (var part in fingerprints.Chunk(AtATime))
        {
            await database.ChangeAsync(session => session.ExecuteAsync(Heard(source, part, at), ct), ct);
        }
    }

    internal static Statement Find(string source, IReadOnlyList<string> fingerprints) =>
        Of($"select {Columns} from alerts where source = @source and fingerprint in ({Names(fingerprints)})", source, fingerprints);

    internal static Statement OfIncident(IncidentId incident, int limit) =>
        new($"select {Columns} from alerts where incident_id = @incident order by firing desc, changed_at desc limit @limit")
        {
            ["incident"] = incident.Value,
            ["limit"] = limit,
        };

    internal static Statement Firing(bool withoutIncident, int limit) =>
        new($"select {Columns} from alerts where firing{(withoutIncident ? " and incident_id is null" : "")} order by changed_at desc limit @limit")
        {
            ["limit"] = limit,
        };

    internal static Statement Waiting(Guid group) =>
        new($"select {Columns} from alerts where group_id = @group and firing and incident_id is null order by changed_at") { ["group"] = group };

    internal static Statement Lasting() => new("select body from alert_silences where not ended order by number");

    internal static Statement Heard(string source, IReadOnlyList<string> fingerprints, DateTimeOffset at)
    {
        var statement = Of($"update alerts set heard_at = @at where source = @source and fingerprint in ({Names(fingerprints)})", source, fingerprints);
        statement["at"] = at;
        return statement;
    }

    /// <summary>Removes alerts that are over and of which nothing was heard since, at most <paramref name="limit"/> of them.</summary>
    internal static Statement Forget(DateTimeOffset heardBefore, int limit) =>
        new("""
            delete from alerts where (source, fingerprint) in (
              select source, fingerprint from alerts where not firing and heard_at < @before order by heard_at limit @limit)
            """)
        {
            ["before"] = heardBefore,
            ["limit"] = limit,
        };

    /// <returns>False when a group has gone to another incident than was read.</returns>
    internal static async Task<bool> SaveAsync(Session session, AlertChanges changes, CancellationToken ct)
    {
        foreach (var move in changes.Moves.OrderBy(move => move.Group.Id))
        {
            if (await session.ExecuteAsync(Move(move), ct) == 0)
            {
                return false;
            }
        }

        // In one order, so that two commits never wait for each other.
        var ordered = changes.Alerts.OrderBy(one => one.Alert.Source, StringComparer.Ordinal).ThenBy(one => one.Alert.Fingerprint, StringComparer.Ordinal);
        foreach (var part in ordered.Chunk(AtATime))
        {
            await session.ExecuteAsync(Save(part), ct);
        }

        if (changes.Silence is { } silence)
        {
            await session.ExecuteAsync(Save(silence), ct);
        }

        return true;
    }

    private static Statement Move(GroupMove move) =>
        new(move.From is null
            ? "insert into alert_groups (id, incident_id) values (@id, @to) on conflict (id) do nothing"
            : "update alert_groups set incident_id = @to where id = @id and incident_id = @from")
        {
            ["id"] = move.Group.Id,
            ["from"] = move.From?.Value,
            ["to"] = move.To.Value,
        };

    private static Statement Save(KnownAlert[] alerts)
    {
        var rows = string.Join(", ", Enumerable.Range(0, alerts.Length).Select(n => $"(@s{n}, @f{n}, @g{n}, @i{n}, @r{n}, @c{n}, @h{n}, @b{n})"));
        var statement = new Statement($"""
            insert into alerts (source, fingerprint, group_id, incident_id, firing, changed_at, heard_at, body) values {rows}
            on conflict (source, fingerprint) do update set group_id = excluded.group_id, incident_id = excluded.incident_id,
              firing = excluded.firing, changed_at = excluded.changed_at, heard_at = excluded.heard_at, body = excluded.body
            """);
        for (var n = 0; n < alerts.Length; n++)
        {
            var (alert, incident) = alerts[n];
            statement[$"s{n}"] = alert.Source;
            statement[$"f{n}"] = alert.Fingerprint;
            statement[$"g{n}"] = new AlertGroup(alert.Source, alert.Group).Id;
            statement[$"i{n}"] = incident?.Value;
            statement[$"r{n}"] = alert.IsFiring;
            statement[$"c{n}"] = alert.ChangedAt;
            statement[$"h{n}"] = alert.HeardAt;
            statement[$"b{n}"] = Json.Of(alert, StoreJson.Default.Alert);
        }

        return statement;
    }

    private static Statement Save(AlertSilence silence) =>
        new("""
            insert into alert_silences (number, ended, body) values (@number, @ended, @body)
            on conflict (number) do update set ended = excluded.ended, body = excluded.body
            """)
        {
            ["number"] = silence.Number,
            ["ended"] = silence.EndedAt is not null,
            ["body"] = Json.Of(silence, StoreJson.Default.AlertSilence),
        };

    private static string Names(IReadOnlyList<string> fingerprints) => string.Join(", ", Enumerable.Range(0, fingerprints.Count).Select(n => $"@f{n}"));

    private static Statement Of(string sql, string source, IReadOnlyList<string> fingerprints)
    {
        var statement = new Statement(sql) { ["source"] = source };
        for (var n = 0; n < fingerprints.Count; n++)
        {
            statement[$"f{n}"] = fingerprints[n];
        }

        return statement;
    }

    private async Task<IReadOnlyList<KnownAlert>> ListAsync(Statement statement, CancellationToken ct) =>
        await database.ReadAsync(session => session.ListAsync(statement, Read, ct), ct);

    private static KnownAlert Read(DbDataReader row) => new(
        Json.Read(row.GetString(0), StoreJson.Default.Alert) with { HeardAt = StoredText.Time(row.GetString(1)) },
        row.IsDBNull(2) ? null : new IncidentId(Guid.Parse(row.GetString(2))));
}
