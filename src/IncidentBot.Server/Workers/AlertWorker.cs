using IncidentBot.Alerting;
using IncidentBot.Storage;

namespace IncidentBot.Workers;

/// <summary>
/// Takes what senders of alerts have said, in the order of its coming, and on one replica at a time: what an alert says next depends on
/// what it said before. What could not be counted is there for the next round.
/// </summary>
internal sealed partial class AlertWorker(SqlAlertInbox inbox, AlertDesk desk, ITurns turns, TimeProvider time, ILogger<AlertWorker> log)
    : BackgroundService
{
    private const string Turn = "alerts";

    /// <summary>What many small ones cost is a commit for each group, and not for each of them. One may have twenty thousand alerts.</summary>
    private const int AtATime = 1024;
    private const int LargeAtATime = 4;
    private const int Large = 2000;

    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>While another replica is at it, which may have looked for the last time before this one stored something.</summary>
    private static readonly TimeSpan PauseOfAnother = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// In a storm what comes within it is counted by one commit for each group. What comes after a quiet while is counted at once. It lasts
    /// as long as the counting before it took, so that half of the store's time is left to those who send and those who ask.
    /// </summary>
    private static readonly TimeSpan ShortestBreath = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBreath = TimeSpan.FromSeconds(1);
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
                var woken = inbox.Arrivals.WaitAsync(Pause, asleep.Token);
                var started = time.GetTimestamp();
                switch (await TakeAllAsync(stoppingToken))
                {
                    case Taken.Nothing:
                        await woken;
                        continue;
                    case Taken.ByAnother:
                        await asleep.CancelAsync();
                        await Task.Delay(PauseOfAnother, time, stoppingToken);
                        continue;
                    default:
                        await asleep.CancelAsync();
                        var took = time.GetElapsedTime(started);
                        await Task.Delay(took < ShortestBreath ? ShortestBreath : took > LongestBreath ? LongestBreath : took, time, stoppingToken);
                        continue;
                }
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

    private async Task<Taken> TakeAllAsync(CancellationToken ct)
    {
        if (await NextAsync(1, ct) is [])
        {
            return Taken.Nothing;
        }

        var started = time.GetUtcNow();
        if (await turns.TakeAsync(Turn, started, started + Hold, ct) is not { } turn)
        {
            return Taken.ByAnother;
        }

        try
        {
            var isBehind = true;
            while (isBehind && time.GetUtcNow() - started < Hold / 2 && await NextAsync(limit, ct) is { Count: > 0 } next)
            {
                isBehind = next.Count >= limit;
                await TakeAsync(next, ct);
            }
        }
        finally
        {
            await turns.PassOnAsync(turn, time.GetUtcNow(), CancellationToken.None);
        }

        return Taken.Some;
    }

    private async Task<IReadOnlyList<WaitingDelivery>> NextAsync(int most, CancellationToken ct) =>
        [.. (await inbox.OldestAsync(most + setAside.Count, ct)).Where(delivery => !setAside.Contains(delivery.Id))];

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

    private enum Taken
    {
        Nothing,
        ByAnother,
        Some,
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Alerts are not counted for a moment; they wait: {Reason}")]
    private partial void LogPutOff(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Delivery {Id} of the alert source {Source} could not be counted and is set aside until the next start")]
    private partial void LogSetAside(long id, string source, Exception e);
}
