using IncidentBot.Storage;
using IncidentBot.Targets;
using IncidentBot.Watching;

namespace IncidentBot.Workers;

/// <summary>Each target has a loop of its own, so that one that hangs keeps no other waiting. Of several replicas one looks, whoever comes first.</summary>
internal sealed partial class WatchWorker(Watcher watcher, ITurns turns, TimeProvider time, ILogger<WatchWorker> log) : BackgroundService
{
    /// <summary>A turn ends a little before the next look, so that whoever had it last is not late for it.</summary>
    private const double OfItsTime = 0.9;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await Task.WhenAll(watcher.Targets.Select(target => WatchAsync(target, stoppingToken)));
    }

    private async Task WatchAsync(TargetRef target, CancellationToken ct)
    {
        var pause = TimeSpan.Zero;
        try
        {
            while (true)
            {
                await Task.Delay(pause, time, ct);
                pause = await LookAsync(target, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    /// <returns>After how long to come again.</returns>
    private async Task<TimeSpan> LookAsync(TargetRef target, CancellationToken ct)
    {
        var (started, since) = (time.GetUtcNow(), time.GetTimestamp());
        try
        {
            if (await turns.TakeAsync($"watch {target.System} {target.Name}", started, started + watcher.Policy.Limit, ct) is not { } turn)
            {
                return watcher.Policy.EveryInIncident / 2;
            }

            var next = watcher.Policy.Every;
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
                limit.CancelAfter(watcher.Policy.Limit);
                next = await watcher.LookAsync(target, limit.Token);
            }
            finally
            {
                await turns.PassOnAsync(turn, started + (next * OfItsTime), CancellationToken.None);
            }

            var left = next - time.GetElapsedTime(since);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
#pragma warning disable CA1031 // A watch that ends by one of its looks is silent for ever: said in the log, and looked again.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotLooked(target.System, target.Name, e.Message);
            return watcher.Policy.Every;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The watch could not look at {System} {Target}: {Reason}")]
    private partial void LogNotLooked(string system, string target, string reason);
}
