namespace IncidentBot.Storage.Sqlite;

/// <summary>
/// Notices what another process has written, such as a command that was typed at a terminal: SQLite notifies nobody, so it
/// is asked now and then.
/// </summary>
internal sealed class SqliteWakeUp(SqliteDatabase database, TimeProvider time) : WatchingWakeUp(database.Wake)
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(250);

    protected override async Task WatchAsync(CancellationToken stopped)
    {
        long? seen = null;
        while (!stopped.IsCancellationRequested)
        {
            try
            {
                var now = await database.ForeignChangesAsync(stopped);
                if (seen is not null && seen != now)
                {
                    database.Wake.Raise();
                }

                seen = now;
            }
            catch (Exception e) when (e is StoreUnavailableException or OperationCanceledException)
            {
                // Whoever reads or writes next says what is wrong with the file.
            }

            await Task.Delay(AskEvery, time, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
