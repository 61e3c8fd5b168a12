using Npgsql;

namespace IncidentBot.Databases;

/// <summary>https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ACTIVITY-VIEW at one moment.</summary>
internal sealed record Connections(ConnectionLimits Limits, IReadOnlyList<ClientConnection> Clients, IReadOnlyList<(string Pattern, int Count)> Applications)
{
    /// <summary>Of other roles a plain one sees the name and nothing else; processes of the server itself have no user.</summary>
    private const string ClientsOnly = "(backend_type = 'client backend' or (backend_type is null and usesysid is not null and datid is not null))";

    public double Share => Clients.Count / (double)Math.Max(1, Limits.ForApplications);

    /// <summary>By application, the one with the most first.</summary>
    public IReadOnlyList<IGrouping<string, ClientConnection>> Groups =>
    [
        .. Clients.GroupBy(client => client.Who).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal),
    ];

    public static async Task<Connections> ReadAsync(NpgsqlConnection connection, IReadOnlyList<string> patterns, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                // reserved_connections is new in PostgreSQL 16.
                new NpgsqlBatchCommand("""
                    select current_setting('max_connections')::int, current_setting('superuser_reserved_connections')::int,
                           coalesce(nullif(current_setting('reserved_connections', true), ''), '0')::int
                    """),
                new NpgsqlBatchCommand($"""
                    select coalesce(application_name, ''), coalesce(usename::text, ''), state, coalesce(wait_event_type, ''), pid,
                           extract(epoch from clock_timestamp() - xact_start)::float8, extract(epoch from clock_timestamp() - state_change)::float8,
                           case when wait_event_type = 'Lock' then pg_blocking_pids(pid) else array[]::int[] end
                    from pg_stat_activity where {ClientsOnly} and pid <> pg_backend_pid()
                    """),
                new NpgsqlBatchCommand($"""
                    select pattern, count(pid)::int from unnest($1) with ordinality as wanted (pattern, place)
                    left join pg_stat_activity on application_name like pattern and {ClientsOnly} and pid <> pg_backend_pid()
                    group by pattern, place order by place
                    """) { Parameters = { new NpgsqlParameter<string[]> { TypedValue = [.. patterns] } } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var limits = new ConnectionLimits(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2));

        await reader.NextResultAsync(ct);
        List<ClientConnection> clients = [];
        while (await reader.ReadAsync(ct))
        {
            clients.Add(new ClientConnection(
                reader.GetString(0),
                reader.GetString(1),
                reader.IsDBNull(2) ? null : reader.GetString(2),
                reader.GetString(3),
                reader.GetInt32(4),
                Time(reader, 5),
                Time(reader, 6))
            {
                BlockedBy = await reader.GetFieldValueAsync<int[]>(7, ct),
            });
        }

        await reader.NextResultAsync(ct);
        List<(string, int)> applications = [];
        while (await reader.ReadAsync(ct))
        {
            applications.Add((reader.GetString(0), reader.GetInt32(1)));
        }

        return new Connections(limits, clients, applications);
    }

    private static TimeSpan? Time(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : TimeSpan.FromSeconds(Math.Max(0, reader.GetDouble(column)));
}

internal sealed record ConnectionLimits(int Most, int ForSuperusers, int Reserved)
{
    public int ForApplications => Most - ForSuperusers - Reserved;
}

/// <param name="State">Null where our role may not see it.</param>
internal sealed record ClientConnection(string Application, string User, string? State, string WaitsFor, int Pid, TimeSpan? Transaction, TimeSpan? InState)
{
    /// <summary>Who holds, or is in line before it for, the lock that it waits for.</summary>
    public IReadOnlyList<int> BlockedBy { get; init; } = [];

    public bool IsIdleInTransaction => State?.StartsWith("idle in transaction", StringComparison.Ordinal) == true;

    public string Who => Application.Length > 0 ? Application : $"no name ({User})";
}
