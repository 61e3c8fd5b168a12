using System.Data.Common;
using IncidentBot.Storage.Queries;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace IncidentBot.Storage.Sqlite;

/// <summary>
/// One file in WAL mode. Readers use the pool; all writes of this process go over one connection, one after the other,
/// because SQLite has one writer at a time anyway and waiting in its busy handler is slower than waiting in line.
/// </summary>
internal sealed class SqliteDatabase(IOptions<StorageOptions> options, TimeProvider time) : IDatabase, IAsyncDisposable
{
    private const int Busy = 5;
    private const int CannotOpen = 14;
    private const int Constraint = 19;

    /// <summary>SQLITE_PERM, BUSY, LOCKED, NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOTADB: about the file, not the statement.</summary>
    private static readonly int[] AboutTheFile = [3, Busy, 6, 7, 8, 10, 11, 13, 14, 15, 26];

    private const string HasWords = "has_words";

    private readonly string path = Path.GetFullPath(options.Value.Sqlite);
    private readonly SemaphoreSlim line = new(1, 1);
    private SqliteConnection? writer;
    private SqliteLock? occupied;
    private bool disposed;

    public string SchemaFolder => "Sqlite";

    public string SkipLocked => "";

    public string ForUpdate => "";

    public bool IsShared => false;

    public Task<DateTimeOffset?> NowAsync(CancellationToken ct) => Task.FromResult<DateTimeOffset?>(null);

    public void Occupy() => occupied ??= SqliteLock.Take(path);

    public WordSearch Words { get; } = new(
        Incidents: "incident_words cross join incidents on incidents.number = incident_words.rowid",
        Number: "incident_words.rowid",
        InIncident: "incident_words match @words",
        InEntry: $"{HasWords}(json_extract(body, '$.text'), @words)",
        Typed: words => string.Join(' ', words.Select(word => $"\"{word}\"*")));

    public WakeSignal Wake { get; } = new(time);

    public async Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken ct)
    {
        try
        {
            await using var connection = new SqliteConnection(ConnectionString(forReading: true));
            await connection.OpenAsync(ct);
            connection.CreateFunction(HasWords, (string text, string typed) => SearchText.Finds(SearchText.WordsOf(typed), text), isDeterministic: true);
            return await work(new Session(this, connection, transaction: null));
        }
        catch (SqliteException error) when (AboutTheFile.Contains(error.SqliteErrorCode))
        {
            throw Unavailable(error);
        }
    }

    public Task<T> ChangeAsync<T>(Func<Session, Task<T>> statement, CancellationToken ct) =>
        InLineAsync(connection => statement(new Session(this, connection, transaction: null)), ct);

    public Task<T> WriteAsync<T>(Func<Session, Task<T>> work, CancellationToken ct) =>
        InLineAsync(
            async connection =>
            {
                // BEGIN IMMEDIATE: the write lock is taken now, so nothing that is read in here can be outdated.
                await using var transaction = connection.BeginTransaction(deferred: false);
                var session = new Session(this, connection, transaction);
                var result = await work(session);
                if (session.Discarded)
                {
                    return result;
                }

                await transaction.CommitAsync(CancellationToken.None);
                if (session.Wakes)
                {
                    Wake.Raise();
                }

                return result;
            },
            ct);

    /// <summary>
    /// Another number whenever another process has written; its own writes leave it as it is. See
    /// https://www.sqlite.org/pragma.html#pragma_data_version.
    /// </summary>
    public Task<long> ForeignChangesAsync(CancellationToken ct) => InLineAsync(
        async connection =>
        {
            await using var pragma = connection.CreateCommand();
            pragma.CommandText = "pragma data_version";
            return (long)(await pragma.ExecuteScalarAsync(ct))!;
        },
        ct);

    /// <summary>Nothing to do: a transaction that may write is the only one.</summary>
    public Task LockAsync(Session session, string name, CancellationToken ct) => Task.CompletedTask;

    public void MarkAsJson(DbParameter parameter)
    {
        // Text is what JSON is here.
    }

    public bool IsDuplicate(DbException error, string index, string column) =>
        error is SqliteException { SqliteErrorCode: Constraint } && error.Message.Contains($"UNIQUE constraint failed: {column}'", StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        // The container holds it under two names and disposes of it under both.
        if (Interlocked.Exchange(ref disposed, true))
        {
            return;
        }

        await line.WaitAsync();
        CloseWriter();
        using var pooled = new SqliteConnection(ConnectionString(forReading: true));
        SqliteConnection.ClearPool(pooled);
        Wake.Dispose();
        line.Dispose();
        occupied?.Dispose();
    }

    private async Task<T> InLineAsync<T>(Func<SqliteConnection, Task<T>> work, CancellationToken ct)
    {
        await line.WaitAsync(ct);
        try
        {
            return await work(writer ??= OpenWriter());
        }
        catch (SqliteException error) when (AboutTheFile.Contains(error.SqliteErrorCode))
        {
            // A connection that has met a full or vanished disk is not trusted with the next write.
            CloseWriter();
            throw Unavailable(error);
        }
        finally
        {
            line.Release();
        }
    }

    private SqliteConnection OpenWriter()
    {
        CloseToOthers();
        var connection = new SqliteConnection(ConnectionString(forReading: false));
        try
        {
            connection.Open();
            using var pragmas = connection.CreateCommand();
            pragmas.CommandText = "pragma busy_timeout = 5000; pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on;";
            pragmas.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>SQLite gives the files beside the database the rights that the database has.</summary>
    private void CloseToOthers()
    {
        try
        {
            OwnersOnly.MakeFolderOf(path);
            OwnersOnly.MakeUnlessThere(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // SQLite says next what is wrong with the place, in words that name it.
        }

        foreach (var file in (string[])[path, $"{path}-wal", $"{path}-shm"])
        {
            OwnersOnly.Close(file);
        }
    }

    private void CloseWriter()
    {
        writer?.Dispose();
        writer = null;
    }

    /// <remarks>A reader does not make the file: reading what is not there is an error, not an empty answer.</remarks>
    private string ConnectionString(bool forReading) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = forReading ? SqliteOpenMode.ReadWrite : SqliteOpenMode.ReadWriteCreate,
            Pooling = forReading,
            ForeignKeys = true,
            DefaultTimeout = 10,
        }.ToString();

    private StoreUnavailableException Unavailable(SqliteException error) => new(
        error.SqliteErrorCode == Busy
            ? $"Another process keeps the SQLite database {path} locked. ({error.Message})"
            : error.SqliteErrorCode == CannotOpen && !File.Exists(path)
            ? $"There is no SQLite database {path} yet: the first start of the bot makes it. Start the bot with the same settings, from the same folder."
            : $"The SQLite database {path} cannot be used: {error.Message}",
        error);
}
