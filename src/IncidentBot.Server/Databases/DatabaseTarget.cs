using System.Globalization;
using Npgsql;

namespace IncidentBot.Databases;

/// <summary>One PostgreSQL, reached by at most two connections of ours, each only ever inside a transaction that cannot write.</summary>
internal sealed class DatabaseTarget : IAsyncDisposable
{
    public const string ApplicationName = "incidentbot";
    private const int MostConnections = 2;
    private static readonly TimeSpan LockLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    private readonly NpgsqlDataSource source;

    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public DatabaseTarget(string name, DatabaseTargetOptions options, IReadOnlyList<ConfiguredQuery> queries)
    {
        var settings = Parse(options.ConnectionString);
        settings.ApplicationName = ApplicationName;
        settings.MaxPoolSize = MostConnections;
        settings.MinPoolSize = 0;
        settings.Pooling = true;
        settings.Timeout = (int)Slack.TotalSeconds;
        settings.ConnectionIdleLifetime = 60;
        settings.NoResetOnClose = false;
        settings.Multiplexing = false;
        settings.IncludeErrorDetail = false;
        source = NpgsqlDataSource.Create(settings);
        (Name, Queries, Applications, LongIdle) = (name, queries, options.Applications, options.LongIdle);
        Address = string.Create(CultureInfo.InvariantCulture, $"{settings.Host}:{settings.Port}/{settings.Database}");
        Role = settings.Username ?? "";
    }

    public string Name { get; }

    /// <summary>Host, port and database.</summary>
    public string Address { get; }

    public string Role { get; }

    public IReadOnlyList<ConfiguredQuery> Queries { get; }

    public IReadOnlyList<string> Applications { get; }

    public TimeSpan LongIdle { get; }

    public ConfiguredQuery? Find(string query) => Queries.FirstOrDefault(one => string.Equals(one.Name, query, StringComparison.OrdinalIgnoreCase));

    /// <exception cref="ArgumentException">It cannot be read, or names no host or user.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        return settings is { Host.Length: > 0, Username.Length: > 0 }
            ? settings
            : throw new ArgumentException("It names no Host, or no Username.", nameof(connectionString));
    }

    /// <summary>Reads inside a transaction that the server keeps from writing and that is never committed.</summary>
    /// <param name="limit">For each statement, on the server.</param>
    /// <exception cref="NpgsqlException">See <see cref="DatabaseTrouble"/>.</exception>
    public async Task<T> ReadAsync<T>(TimeSpan limit, Func<NpgsqlConnection, Task<T>> read, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);

        // LOCAL: gone with the transaction, also where a pooler gives the session to somebody else next.
        await using (var bounds = connection.CreateCommand())
        {
            bounds.CommandTimeout = (int)Slack.TotalSeconds;
            bounds.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
                set transaction read only;
                set local statement_timeout = {limit.TotalMilliseconds:0};
                set local lock_timeout = {LockLimit.TotalMilliseconds:0};
                set local idle_in_transaction_session_timeout = {Slack.TotalMilliseconds:0};
                set local timezone = 'UTC';
                """);
            await bounds.ExecuteNonQueryAsync(ct);
        }

        return await read(connection);
    }

    /// <summary>Longer than the server's own limit, for a server that does not keep it.</summary>
    public static int CommandTimeout(TimeSpan limit) => (int)Math.Ceiling((limit + Slack).TotalSeconds);

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
