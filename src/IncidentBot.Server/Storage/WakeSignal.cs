namespace IncidentBot.Storage;

/// <summary>
/// Wakes the waiting workers of this process. Each raise is repeated once a moment later: a worker that looked for work
/// just before a commit and began to wait just after it would otherwise sleep until its timeout.
/// </summary>
internal sealed class WakeSignal : IWakeUp, IDisposable
{
    private static readonly TimeSpan EchoAfter = TimeSpan.FromMilliseconds(25);

    private readonly TimeProvider time;
    private readonly ITimer echo;
    private TaskCompletionSource next = NewSource();

    public WakeSignal(TimeProvider time)
    {
        this.time = time;
        echo = time.CreateTimer(_ => Release(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Raise()
    {
        Release();
        echo.Change(EchoAfter, Timeout.InfiniteTimeSpan);
    }

    public async Task WaitAsync(TimeSpan timeout, CancellationToken ct)
    {
        await Volatile.Read(ref next).Task.WaitAsync(timeout, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
    }

    public void Dispose() => echo.Dispose();

    private void Release() => Interlocked.Exchange(ref next, NewSource()).TrySetResult();

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
