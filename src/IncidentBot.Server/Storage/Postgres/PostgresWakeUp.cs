using Npgsql;

namespace IncidentBot.Storage.Postgres;

/// <summary>
/// Listens for the commits of other replicas on a connection of its own, and connects again when that is lost. Workers
/// wait on the signal, so without the connection they still hear this process and still time out.
/// </summary>
internal sealed partial class PostgresWakeUp(PostgresDatabase database, TimeProvider time, ILogger<PostgresWakeUp> log) : IWakeUp, IAsyncDisposable
{
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(1);

    /// <summary>A connection that a firewall dropped looks silent, not closed; asking finds out.</summary>
    private static readonly TimeSpan AskAfter = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource stop = new();
    private readonly Lock start = new();
    private Task? listening;
    private bool disposed;

    public Task WaitAsync(TimeSpan timeout, CancellationToken ct)
    {
        lock (start)
        {
            listening ??= Task.Run(ListenAsync, CancellationToken.None);
        }

        return database.Wake.WaitAsync(timeout, ct);
    }

    public async ValueTask DisposeAsync()
    {
        // The container holds it under two names and disposes of it under both.
        if (Interlocked.Exchange(ref disposed, true))
        {
            return;
        }

        await stop.CancelAsync();
        await (listening ?? Task.CompletedTask);
        stop.Dispose();
    }

    private async Task ListenAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ListenOnceAsync(stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is NpgsqlException or IOException or ObjectDisposedException)
            {
                LogLost(error.Message);
                await Task.Delay(ReconnectAfter, time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenOnceAsync(CancellationToken ct)
    {
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        connection.Notification += (_, _) => database.Wake.Raise();
        await ExecuteAsync(connection, $"listen {PostgresDatabase.WakeChannel}", ct);
        LogListening();

        // Whatever was committed while nobody listened.
        database.Wake.Raise();
        while (true)
        {
            if (!await connection.WaitAsync(AskAfter, ct))
            {
                await ExecuteAsync(connection, "select 1", ct);
            }
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Listening for the commits of other replicas")]
    private partial void LogListening();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lost the connection that listens for the commits of other replicas, so they are noticed later: {Reason}")]
    private partial void LogLost(string reason);
}
