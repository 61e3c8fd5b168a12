using IncidentBot.Execution;

namespace IncidentBot.Workers;

/// <summary>Looks for runs whose process died: at the start, and several times in the time of a lease.</summary>
internal sealed partial class AbandonedRunsWorker(AbandonedRuns abandoned, ExecutionPolicy policy, TimeProvider time, ILogger<AbandonedRunsWorker> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(policy.Lease / AbandonedRuns.Looks, time);
        do
        {
            try
            {
                await abandoned.SweepAsync(stoppingToken);
            }
#pragma warning disable CA1031 // The store is away: the next sweep tries again.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogSweepFailed(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Abandoned runs could not be looked for")]
    private partial void LogSweepFailed(Exception e);
}
