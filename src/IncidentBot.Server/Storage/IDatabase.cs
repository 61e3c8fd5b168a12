using System.Data.Common;

namespace IncidentBot.Storage;

/// <summary>What differs between the engines. The SQL itself is written once, for both.</summary>
internal interface IDatabase
{
    /// <summary>Where its files are in <c>Schema/</c>.</summary>
    string SchemaFolder { get; }

    /// <summary>Ends the query of a claim, so that two claimers never wait for each other's row.</summary>
    string SkipLocked { get; }

    /// <summary>Ends a query whose rows stay locked until the end of the transaction.</summary>
    string ForUpdate { get; }

    /// <summary>Whether other processes may work on it at the same time.</summary>
    bool IsShared { get; }

    /// <summary>How late it is there; null where only one process works on it, which has a clock.</summary>
    Task<DateTimeOffset?> NowAsync(CancellationToken ct);

    /// <summary>To be called by a bot before it does anything with it: where only one process may work on it, this is the one, until it ends.</summary>
    /// <exception cref="StorageSetupException">Another process is the one.</exception>
    void Occupy();

    WordSearch Words { get; }

    WakeSignal Wake { get; }

    Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken ct);

    /// <summary>Runs <b>one</b> statement, which is a transaction by itself.</summary>
    Task<T> ChangeAsync<T>(Func<Session, Task<T>> statement, CancellationToken ct);

    /// <summary>
    /// Runs the work in one transaction that may write. The work may be run again from the start when the engine gave it
    /// up, so it does nothing but use the session.
    /// </summary>
    Task<T> WriteAsync<T>(Func<Session, Task<T>> work, CancellationToken ct);

    /// <summary>Waits until no other transaction holds the name; held until the end of this one.</summary>
    Task LockAsync(Session session, string name, CancellationToken ct);

    void MarkAsJson(DbParameter parameter);

    /// <summary>Whether the error says that a row of this unique index was there already.</summary>
    /// <param name="column">As SQLite names it, which does not name the index: <c>runs.target</c>.</param>
    bool IsDuplicate(DbException error, string index, string column);
}
