using IncidentBot.Commands;
using IncidentBot.Storage;

namespace IncidentBot.Workers;

/// <summary>Answers what people typed: different people side by side, each person's commands in order.</summary>
internal sealed class InboxWorker(IInbox inbox, CommandDispatcher dispatcher, IWakeUp wakeUp, TimeProvider time, ILogger<InboxWorker> log)
    : Pump(wakeUp, parallel: 8, log)
{
    /// <summary>Longer than any command takes: reading and planning are bounded to 20 s.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(2);

    protected override async Task<Func<CancellationToken, Task>?> ClaimAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return await inbox.ClaimAsync(now, now + Hold, ct) is { } claimed
            ? stop => dispatcher.HandleAsync(claimed, stop)
            : null;
    }
}
