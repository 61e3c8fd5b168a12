using IncidentBot.Storage;

namespace IncidentBot.Workers;

/// <summary>
/// Takes work from the store and hands it out, several pieces at a time. Sleeps until somebody commits something, a piece
/// is finished, or the pause is over; the pause is only a net, for a wake-up that was lost.
/// </summary>
internal abstract partial class Pump(IWakeUp wakeUp, int parallel, ILogger log) : BackgroundService
{
    /// <summary>Claims one piece of work; null when there is none.</summary>
    protected abstract Task<Func<CancellationToken, Task>?> ClaimAsync(CancellationToken ct);

    /// <summary>How long to sleep at most while there is nothing to do.</summary>
    protected virtual Task<TimeSpan> PauseAsync(CancellationToken ct) => Task.FromResult(TimeSpan.FromSeconds(5));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the start-up path: the first claim opens a connection.
        await Task.Yield();
        using var slots = new SemaphoreSlim(parallel);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await slots.WaitAsync(stoppingToken);
                if (!await TakeOneAsync(slots, stoppingToken))
                {
                    slots.Release();
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // The store is away: said in the log, and tried again after a pause.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogStoreAway(e);
                slots.Release();
                await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
            }
        }

        // Let pieces that are under way record how they ended.
        for (var i = 0; i < parallel; i++)
        {
            await slots.WaitAsync(CancellationToken.None);
        }
    }

    /// <returns>False when there was nothing to do, after the sleep.</returns>
    private async Task<bool> TakeOneAsync(SemaphoreSlim slots, CancellationToken stoppingToken)
    {
        using var asleep = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);

        // Listened for before the claim, so that a commit between the two is not missed.
        var woken = wakeUp.WaitAsync(await PauseAsync(stoppingToken), asleep.Token);
        if (await ClaimAsync(stoppingToken) is not { } work)
        {
            await woken;
            return false;
        }

        await asleep.CancelAsync();
        _ = RunAsync(work, slots, stoppingToken);
        return true;
    }

    private async Task RunAsync(Func<CancellationToken, Task> work, SemaphoreSlim slots, CancellationToken stoppingToken)
    {
        try
        {
            await work(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped();
        }
#pragma warning disable CA1031 // One piece that fails is logged; its claim runs out and it is taken again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogThrew(e);
        }
        finally
        {
            slots.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The store cannot be reached; nothing is taken until it is back")]
    private partial void LogStoreAway(Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "A piece of work threw; it is taken again when its claim runs out")]
    private partial void LogThrew(Exception e);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A piece of work was stopped with the process")]
    private partial void LogStopped();
}
