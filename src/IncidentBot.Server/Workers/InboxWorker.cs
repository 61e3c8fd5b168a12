using IncidentBot.Commands;
using IncidentBot.Storage;

namespace IncidentBot.Workers;

/// <summary>Answers what people typed: different people side by side and in turn, each person's commands in order.</summary>
internal sealed class InboxWorker(IInbox inbox, CommandDispatcher dispatcher, IWakeUp wakeUp, TimeProvider time, ILogger<InboxWorker> log)
    : Pump(wakeUp, parallel: 8, time, log)
{
    /// <summary>Longer than most commands take: reading and planning are bounded to 20 s. What takes longer renews it.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(2);

    /// <summary>Most of what crashes a process does it in this time.</summary>
    private static readonly TimeSpan Alone = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim suspects = new(1, 1);

    protected override TimeSpan KeepsItsPlace => TimeSpan.FromSeconds(0.5);

    public override void Dispose()
    {
        base.Dispose();
        suspects.Dispose();
    }

    protected override async Task<Func<CancellationToken, Task>?> ClaimAsync(CancellationToken ct)
    {
        var now = Time.GetUtcNow();
        return await inbox.ClaimAsync(now, now + Hold, ct) is { } claimed
            ? stop => HoldAsync(claimed, claimed.Attempt == 1 ? dispatcher.HandleAsync(claimed, stop) : SuspectAsync(claimed, stop), stop)
            : null;
    }

    /// <summary>A look at a host may take minutes; nobody else begins with it as long as this process is at it.</summary>
    private async Task HoldAsync(ClaimedMessage claimed, Task handling, CancellationToken stop)
    {
        while (!handling.IsCompleted)
        {
            await handling.WaitAsync(Hold / 2, Time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!handling.IsCompleted)
            {
                await TryHoldAsync(claimed, stop);
            }
        }

        await handling;
    }

    private async Task TryHoldAsync(ClaimedMessage claimed, CancellationToken stop)
    {
        try
        {
            await inbox.HoldAsync(claimed, Time.GetUtcNow() + Hold, stop);
        }
        catch (Exception e) when (e is StoreUnavailableException or OperationCanceledException)
        {
            // The command is under way and says by itself how it ends.
        }
    }

    /// <summary>
    /// Its last holder did not come to its end with it. Whether that was its doing shows when it is at work without others of
    /// its kind: only what has begun when a process dies counts, so that harmless ones are not given up with the one that is not.
    /// </summary>
    private async Task SuspectAsync(ClaimedMessage claimed, CancellationToken stop)
    {
        Task handling;
        await suspects.WaitAsync(stop);
        try
        {
            await inbox.BeginAsync(claimed, stop);
            handling = dispatcher.HandleAsync(claimed, stop);
            await handling.WaitAsync(Alone, Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            suspects.Release();
        }

        await handling;
    }
}
