namespace IncidentBot.Storage.Sqlite;

/// <summary>
/// Notices what another process has written, such as a command that was typed at a terminal: SQLite notifies nobody, so it
/// is asked now and then. Begins when somebody waits; without an answer the workers still hear this process and still time out.
/// </summary>
internal sealed class SqliteWakeUp(SqliteDatabase database, TimeProvider time) : IWakeUp, IAsyncDisposable
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource stop = new();
    private readonly Lock start = new();
    private Task? asking;
    private bool disposed;

    public Task WaitAsync(TimeSpan timeout, CancellationToken ct)
    {
        lock (start)
        {
            asking ??= Task.Run(AskAsync, CancellationToken.None);
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
        await (asking ?? Task.CompletedTask);
        stop.Dispose();
    }

    private async Task AskAsync()
    {
        long? seen = null;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var now = await database.ForeignChangesAsync(stop.Token);
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

            await Task.Delay(AskEvery, time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
