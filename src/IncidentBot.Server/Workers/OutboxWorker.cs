using IncidentBot.Chat;
using IncidentBot.Storage;

namespace IncidentBot.Workers;

/// <summary>Delivers what was committed to be said: lanes side by side, each lane in order.</summary>
internal sealed class OutboxWorker(IOutbox outbox, OutboxDelivery delivery, IWakeUp wakeUp, TimeProvider time, ILogger<OutboxWorker> log)
    : Pump(wakeUp, parallel: 4, time, log)
{
    /// <summary>Longer than an update and a post that both run into their limit of 10 s.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(30);

    /// <summary>Then a delivery is broken off, so that it has no effect any more when the next one looks whether it had.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(25);

    protected override TimeSpan KeepsItsPlace => TimeSpan.FromSeconds(0.5);

    /// <summary>A message whose platform asked to wait is due again within this time.</summary>
    protected override Task<TimeSpan> PauseAsync(CancellationToken ct) => Task.FromResult(TimeSpan.FromSeconds(1));

    protected override async Task<Func<CancellationToken, Task>?> ClaimAsync(CancellationToken ct)
    {
        var now = Time.GetUtcNow();
        return await outbox.ClaimAsync(now, now + Hold, ct) is { } item
            ? stop => DeliverAsync(item, stop)
            : null;
    }

    private async Task DeliverAsync(OutboxItem item, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(Limit, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        await delivery.DeliverAsync(item, either.Token);
    }
}
