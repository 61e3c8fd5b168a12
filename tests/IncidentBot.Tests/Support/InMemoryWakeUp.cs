using IncidentBot.Storage;

namespace IncidentBot.Tests.Support;

internal sealed class InMemoryWakeUp : IWakeUp
{
    private TaskCompletionSource signal = New();

    public async Task WaitAsync(TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            await Volatile.Read(ref signal).Task.WaitAsync(timeout, ct);
        }
        catch (TimeoutException)
        {
            // The caller looks again either way.
        }
    }

    internal void Signal() => Interlocked.Exchange(ref signal, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
