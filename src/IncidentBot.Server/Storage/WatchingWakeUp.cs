namespace IncidentBot.Storage;

/// <summary>
/// Wakes for this process's own commits, and watches beside that for those of others. Begins to watch when somebody waits;
/// while it cannot, the workers still hear this process and still time out.
/// </summary>
internal abstract class WatchingWakeUp(WakeSignal signal) : IWakeUp, IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Lock start = new();
    private Task? watching;
    private bool disposed;

    public Task WaitAsync(TimeSpan timeout, CancellationToken ct)
    {
        lock (start)
        {
            watching ??= Task.Run(() => WatchAsync(stop.Token), CancellationToken.None);
        }

        return signal.WaitAsync(timeout, ct);
    }

    public async ValueTask DisposeAsync()
    {
        // The container holds it under two names and disposes of it under both.
        if (Interlocked.Exchange(ref disposed, true))
        {
            return;
        }

        await stop.CancelAsync();
        await (watching ?? Task.CompletedTask);
        stop.Dispose();
    }

    /// <summary>Raises the signal for what others commit, until it is stopped. Throws nothing.</summary>
    protected abstract Task WatchAsync(CancellationToken stopped);
}
