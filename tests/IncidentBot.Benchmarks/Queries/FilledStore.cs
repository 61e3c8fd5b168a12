using System.Diagnostics;
using IncidentBot.Server.Tests.Storage;
using IncidentBot.Storage;
using IncidentBot.Storage.Postgres;
using IncidentBot.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace IncidentBot.Benchmarks.Queries;

/// <summary>A database with the product's schema, so many incidents and what belongs to them.</summary>
internal sealed class FilledStore : IAsyncDisposable
{
    private readonly IAsyncDisposable owned;

    private FilledStore(IDatabase database, IAsyncDisposable owned) => (Database, this.owned) = (database, owned);

    public IDatabase Database { get; }

    public static Task<FilledStore> SqliteAsync(string folder, int incidents, CancellationToken ct)
    {
        var options = Options.Create(new StorageOptions { Sqlite = Path.Combine(folder, "incidentbot.db") });
        return FillAsync(new SqliteDatabase(options, TimeProvider.System), incidents, ct);
    }

    /// <param name="empty">The connection string of an empty database.</param>
    public static Task<FilledStore> PostgresAsync(string empty, int incidents, CancellationToken ct)
    {
        // One statement fills a table, which takes longer than a statement of the product may.
        var options = Options.Create(new StorageOptions { Postgres = $"{empty};Command Timeout=300" });
        return FillAsync(new PostgresDatabase(options, NullLoggerFactory.Instance, TimeProvider.System), incidents, ct);
    }

    /// <summary>Asks once and reads every column of what is answered, over a connection of the pool, as the product does.</summary>
    public async Task<Answered> AskAsync(Statement statement, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        var rows = await Database.ReadAsync(
            session => session.ListAsync(statement, row => row.GetValues(new object[row.FieldCount]), ct), ct);
        return new Answered(Stopwatch.GetElapsedTime(since), rows.Count);
    }

    public ValueTask DisposeAsync() => owned.DisposeAsync();

    private static async Task<FilledStore> FillAsync<T>(T database, int incidents, CancellationToken ct)
        where T : IDatabase, IAsyncDisposable
    {
        var store = new FilledStore(database, database);
        try
        {
            await new SchemaUpgrade(database, SchemaFile.Of(database.SchemaFolder)).ApplyAsync(TimeProvider.System.GetUtcNow(), ct);
            await ManyRows.WriteAsync(database, incidents, ct);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }
}

internal readonly record struct Answered(TimeSpan After, int Rows);
