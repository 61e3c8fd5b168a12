using IncidentBot.Alerting;
using IncidentBot.Storage;

namespace IncidentBot.Workers;

/// <summary>
/// Takes what senders of alerts have said, in the order of its coming, and on one replica at a time: what an alert says next depends on
/// what it said before. What could not be counted is there for the next round.
/// </summary>
internal sealed partial class AlertWorker(IAlertInbox inbox, AlertDesk desk, ITurns turns, IWakeUp wakeUp, TimeProvider time, ILogger<AlertWorker> log)
    : BackgroundService
{
    private const string Turn = "alerts";

    /// <summary>Many small ones cost hardly more than one, and one may have twenty thousand alerts.</summary>
    private const int AtATime = 128;
    private const int LargeAtATime = 4;
    private const int Large = 2000;

    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(1);

    /// <summary>What broke its counting, and has to wait for a version that knows better. Gone with the process.</summary>
    private readonly HashSet<long> setAside = [];
    private int limit = AtATime;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var asleep = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);

                // Listened for before the look, so that what comes between the two is not missed.
                var woken = wakeUp.WaitAsync(Pause, asleep.Token);
                if (await TakeAllAsync(stoppingToken))
                {
                    await asleep.CancelAsync();
                    continue;
                }

                await woken;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The store is away, or others were faster: said in the log, and tried again after a pause.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogPutOff(e.Message);
                await Task.WhenAny(Task.Delay(AfterTrouble, time, stoppingToken));
            }
        }
    }

    /// <returns>False where nothing waits, or another replica is at it.</returns>
    private async Task<bool> TakeAllAsync(CancellationToken ct)
    {
        if (await NextAsync(ct) is not { Count: > 0 } next)
        {
            return false;
        }

        var started = time.GetUtcNow();
        if (await turns.TakeAsync(Turn, started, started + Hold, ct) is not { } turn)
        {
            return false;
        }

        try
        {
            // As they are now: another replica may have taken some before it passed its turn on.
            next = await NextAsync(ct);
            while (next.Count > 0 && time.GetUtcNow() - started < Hold / 2)
            {
                await TakeAsync(next, ct);
                next = await NextAsync(ct);
            }
        }
        finally
        {
            await turns.PassOnAsync(turn, time.GetUtcNow(), CancellationToken.None);
        }

        return true;
    }

    private async Task<IReadOnlyList<WaitingDelivery>> NextAsync(CancellationToken ct) =>
        [.. (await inbox.OldestAsync(limit + setAside.Count, ct)).Where(delivery => !setAside.Contains(delivery.Id))];

    private async Task TakeAsync(IReadOnlyList<WaitingDelivery> deliveries, CancellationToken ct)
    {
        limit = deliveries.Sum(delivery => delivery.Delivery.Alerts.Count) > Large ? LargeAtATime : AtATime;
        try
        {
            await desk.TakeAsync(deliveries, ct);
        }
#pragma warning disable CA1031 // One that breaks its counting must not hold up all that come after it.
        catch (Exception e) when (e is not (OperationCanceledException or StoreUnavailableException or StoreBusyException))
#pragma warning restore CA1031
        {
            if (deliveries is [var one])
            {
                setAside.Add(one.Id);
                LogSetAside(one.Id, one.Source, e);
                return;
            }

            foreach (var single in deliveries)
            {
                await TakeAsync([single], ct);
            }

            return;
        }

        await inbox.FinishAsync([.. deliveries.Select(delivery => delivery.Id)], ct);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Alerts are not counted for a moment; they wait: {Reason}")]
    private partial void LogPutOff(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Delivery {Id} of the alert source {Source} could not be counted and is set aside until the next start")]
    private partial void LogSetAside(long id, string source, Exception e);
}
