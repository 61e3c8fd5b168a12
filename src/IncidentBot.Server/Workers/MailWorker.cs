using IncidentBot.Mail;
using IncidentBot.Storage;

namespace IncidentBot.Workers;

/// <summary>Hands letters to the mail server, a few side by side: a server that takes its time with one address does not hold up the others.</summary>
internal sealed class MailWorker(MailDeliveries deliveries, IWakeUp wakeUp, TimeProvider time, ILogger<MailWorker> log)
    : Pump(wakeUp, parallel: 4, time, log)
{
    protected override Task<TimeSpan> PauseAsync(CancellationToken ct) => Task.FromResult(TimeSpan.FromSeconds(1));

    protected override Task<Func<CancellationToken, Task>?> ClaimAsync(CancellationToken ct) => deliveries.ClaimAsync(ct);
}
