using System.Data.Common;

namespace IncidentBot.Storage;

/// <summary>A connection, and the transaction on it if there is one, for the length of one piece of work.</summary>
internal sealed class Session(IDatabase database, DbConnection connection, DbTransaction? transaction)
{
    /// <summary>Nothing of this transaction is kept.</summary>
    public bool Discarded { get; private set; }

    /// <summary>Workers on every replica are told once this is committed.</summary>
    public bool Wakes { get; private set; }

    public void Discard() => Discarded = true;

    public void WakeWorkers() => Wakes = true;

    public Task LockAsync(string name, CancellationToken ct) => database.LockAsync(this, name, ct);

    public bool IsDuplicate(DbException error, string index, string column) => database.IsDuplicate(error, index, column);

    /// <returns>How many rows it touched.</returns>
    public async Task<int> ExecuteAsync(Statement statement, CancellationToken ct)
    {
        await using var command = statement.CommandOn(connection, transaction, database);
        return await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The first row, or the default of <typeparamref name="T"/> when there is none.</summary>
    public async Task<T?> FindAsync<T>(Statement statement, Func<DbDataReader, T> read, CancellationToken ct)
    {
        await using var command = statement.CommandOn(connection, transaction, database);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return default;
        }

        var row = read(reader);

        // To the end: a statement that writes is not over, and cannot fail any more, before that.
        while (await reader.ReadAsync(ct))
        {
        }

        return row;
    }

    public async Task<List<T>> ListAsync<T>(Statement statement, Func<DbDataReader, T> read, CancellationToken ct)
    {
        await using var command = statement.CommandOn(connection, transaction, database);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
