using System.Data.Common;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace IncidentBot.Storage.Postgres;

/// <summary>One pool of connections to one database, which any number of replicas share.</summary>
internal sealed class PostgresDatabase : IDatabase, IAsyncDisposable
{
    public const string WakeChannel = "incidentbot_wake";

    private const int Tries = 3;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(50);

    private readonly TimeProvider time;
    private readonly string server;

    /// <exception cref="StorageSetupException">The connection string cannot be read.</exception>
    public PostgresDatabase(IOptions<StorageOptions> options, ILoggerFactory logs, TimeProvider time)
    {
        this.time = time;
        var settings = Parse(options.Value.Postgres ?? "");
        server = $"{settings.Host}:{settings.Port}/{settings.Database}";
        Source = new NpgsqlDataSourceBuilder(settings.ConnectionString).UseLoggerFactory(logs).Build();
        Wake = new WakeSignal(time);
    }

    public NpgsqlDataSource Source { get; }

    public string SchemaFolder => "Postgres";

    public string SkipLocked => "for update skip locked";

    public string ForUpdate => "for update";

    public bool IsShared => true;

    public Task<DateTimeOffset?> NowAsync(CancellationToken ct) =>
        ReadAsync(session => session.FindAsync<DateTimeOffset?>(new("select clock_timestamp()"), row => row.GetFieldValue<DateTimeOffset>(0), ct), ct);

    public void Occupy()
    {
        // Any number of replicas may.
    }

    /// <remarks>The expression over a title is the one of the schema, where its words are indexed.</remarks>
    public WordSearch Words { get; } = new(
        Incidents: "incidents",
        Number: "incidents.number",
        InIncident: "incidents.words @@ to_tsquery('simple', @words)",
        InEntry: @"to_tsvector('simple', regexp_replace(body->>'text', '[\x01-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+', ' ', 'g')) @@ to_tsquery('simple', @words)",
        Typed: words => string.Join(" & ", words.Select(word => $"{word}:*")));

    public WakeSignal Wake { get; }

    public Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken ct) =>
        RetryAsync(
            async () =>
            {
                await using var connection = await Source.OpenConnectionAsync(ct);
                return await work(new Session(this, connection, transaction: null));
            },
            IsPassing,
            ct);

    public Task<T> ChangeAsync<T>(Func<Session, Task<T>> statement, CancellationToken ct) =>
        RetryAsync(
            async () =>
            {
                await using var connection = await OpenAsync(ct);
                return await statement(new Session(this, connection, transaction: null));
            },
            IsKnownToBeUndone,
            ct);

    public Task<T> WriteAsync<T>(Func<Session, Task<T>> work, CancellationToken ct) =>
        RetryAsync(
            async () =>
            {
                await using var connection = await OpenAsync(ct);
                await using var transaction = await connection.BeginTransactionAsync(ct);
                var session = new Session(this, connection, transaction);
                T result;
                try
                {
                    result = await work(session);
                    if (session.Discarded)
                    {
                        return result;
                    }

                    if (session.Wakes)
                    {
                        await session.ExecuteAsync(new($"select pg_notify('{WakeChannel}', '')"), ct);
                    }
                }
                catch (NpgsqlException error) when (IsPassing(error))
                {
                    throw new UndoneException(error);
                }

                // None: once the commit is on its way, giving up would only mean not knowing.
                await transaction.CommitAsync(CancellationToken.None);
                if (session.Wakes)
                {
                    Wake.Raise();
                }

                return result;
            },
            IsKnownToBeUndone,
            ct);

    public Task LockAsync(Session session, string name, CancellationToken ct) =>
        session.ExecuteAsync(new("select pg_advisory_xact_lock(hashtextextended(@name, 7241))") { ["name"] = name }, ct);

    public void MarkAsJson(DbParameter parameter) => ((NpgsqlParameter)parameter).NpgsqlDbType = NpgsqlDbType.Jsonb;

    public bool IsDuplicate(DbException error, string index, string column) =>
        error is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } duplicate && duplicate.ConstraintName == index;

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        Wake.Dispose();
    }

    private static NpgsqlConnectionStringBuilder Parse(string text)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            // Its message may repeat what it could not read, and with that the password.
            throw new StorageSetupException("Storage:Postgres cannot be read as a connection string. It looks like this: "
                + "Host=db.example;Database=incidentbot;Username=incidentbot;Password=…");
        }

        // Nobody waits 15 s for a button: an endpoint has to answer its platform within 3.
        if (!new DbConnectionStringBuilder { ConnectionString = text }.ContainsKey("Timeout"))
        {
            settings.Timeout = 3;
        }

        settings.ApplicationName ??= "incidentbot";
        return settings;
    }

    private static bool IsPassing(NpgsqlException error) => error.IsTransient;

    /// <summary>The server said that it undid the transaction. A connection that broke says no such thing.</summary>
    private static bool IsKnownToBeUndone(NpgsqlException error) =>
        error is UndoneException or PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        try
        {
            return await Source.OpenConnectionAsync(ct);
        }
        catch (NpgsqlException error) when (IsPassing(error))
        {
            throw new UndoneException(error);
        }
    }

    private async Task<T> RetryAsync<T>(Func<Task<T>> work, Func<NpgsqlException, bool> mayTryAgain, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (NpgsqlException error) when (attempt < Tries && mayTryAgain(error))
            {
                await Task.Delay(attempt * RetryAfter, time, ct);
            }
            catch (NpgsqlException error) when (Reason(error) is { } reason)
            {
                throw new StoreUnavailableException($"PostgreSQL at {server} {reason}", error);
            }
        }
    }

    /// <summary>Null for an answer of the server that is about the statement, not about reaching it.</summary>
    private static string? Reason(NpgsqlException error) => error switch
    {
        UndoneException { InnerException: NpgsqlException inner } => Reason(inner) ?? $"gave up: {inner.Message}",
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } => $"gave up: {error.Message}",
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.DiskFull } => $"cannot be written: {error.Message}",
        PostgresException { IsTransient: false, SqlState: not null and var state } when !IsAboutAccess(state) => null,
        _ => $"cannot be reached: {error.Message}",
    };

    /// <summary>Wrong password, no such database, no right to connect, a server that only reads.</summary>
    private static bool IsAboutAccess(string state) =>
        state.StartsWith("28", StringComparison.Ordinal)
        || state is PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ReadOnlySqlTransaction;

    /// <summary>It failed before the commit was sent, so nothing of it was kept and it may be tried again.</summary>
    private sealed class UndoneException(NpgsqlException inner) : NpgsqlException(inner.Message, inner);
}
