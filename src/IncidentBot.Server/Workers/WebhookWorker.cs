using IncidentBot.Storage;
using IncidentBot.Webhooks;

namespace IncidentBot.Workers;

/// <summary>Tells endpoints what was committed to be told: endpoints side by side, each one thing at a time.</summary>
internal sealed class WebhookWorker(WebhookDeliveries deliveries, IWakeUp wakeUp, TimeProvider time, ILogger<WebhookWorker> log)
    : Pump(wakeUp, parallel: 4, time, log)
{
    /// <summary>An endpoint that does not answer keeps the others waiting for no longer.</summary>
    protected override TimeSpan KeepsItsPlace => TimeSpan.FromSeconds(0.5);

    protected override Task<TimeSpan> PauseAsync(CancellationToken ct) => Task.FromResult(TimeSpan.FromSeconds(1));

    protected override Task<Func<CancellationToken, Task>?> ClaimAsync(CancellationToken ct) => deliveries.ClaimAsync(ct);
}
