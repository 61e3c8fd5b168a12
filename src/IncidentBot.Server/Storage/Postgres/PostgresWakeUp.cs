using Npgsql;

namespace IncidentBot.Storage.Postgres;

/// <summary>Listens for the commits of other replicas on a connection of its own, and connects again when that is lost.</summary>
internal sealed partial class PostgresWakeUp(PostgresDatabase database, TimeProvider time, ILogger<PostgresWakeUp> log) : WatchingWakeUp(database.Wake)
{
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(1);

    /// <summary>A connection that a firewall dropped looks silent, not closed; asking finds out.</summary>
    private static readonly TimeSpan AskAfter = TimeSpan.FromSeconds(30);

    protected override async Task WatchAsync(CancellationToken stopped)
    {
        while (!stopped.IsCancellationRequested)
        {
            try
            {
                await ListenOnceAsync(stopped);
            }
            catch (OperationCanceledException) when (stopped.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is NpgsqlException or IOException or ObjectDisposedException)
            {
                LogLost(error.Message);
                await Task.Delay(ReconnectAfter, time, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Lost the connection that listens for the commits of other replicas, so they are noticed later: {Reason}")]
    private partial void LogLost(string reason);
}
