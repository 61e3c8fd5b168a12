using System.Collections.Concurrent;
using IncidentBot.Storage;

namespace IncidentBot.Workers;

/// <summary>
/// Takes work from the store and hands it out, several pieces at a time. Sleeps until somebody commits something, a piece
/// is finished, or the pause is over; the pause is only a net, for a wake-up that was lost.
/// </summary>
internal abstract partial class Pump(IWakeUp wakeUp, int parallel, TimeProvider time, ILogger log) : BackgroundService
{
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Task, bool> underWay = new();

    protected TimeProvider Time { get; } = time;

    /// <summary>Claims one piece of work; null when there is none.</summary>
    protected abstract Task<Func<CancellationToken, Task>?> ClaimAsync(CancellationToken ct);

    /// <summary>How long to sleep at most while there is nothing to do.</summary>
    protected virtual Task<TimeSpan> PauseAsync(CancellationToken ct) => Task.FromResult(TimeSpan.FromSeconds(5));

    /// <summary>After this time a piece gives its place back and goes on beside the others, so that what hangs never has all places.</summary>
    protected virtual TimeSpan KeepsItsPlace => Timeout.InfiniteTimeSpan;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the start-up path: the first claim opens a connection.
        await Task.Yield();
        using var slots = new SemaphoreSlim(parallel);
        while (!stoppingToken.IsCancellationRequested)
        {
            var handedOn = false;
            await slots.WaitAsync(CancellationToken.None);
            try
            {
                handedOn = await TakeOneAsync(slots, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // The store is away: said in the log, and tried again after a pause.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogNothingTaken(e);
                await Task.WhenAny(Task.Delay(AfterTrouble, stoppingToken));
            }
            finally
            {
                if (!handedOn)
                {
                    slots.Release();
                }
            }
        }

        // Let pieces that are under way record how they ended.
        await Task.WhenAll(underWay.Keys);
    }

    /// <returns>True when the slot was handed on to a piece of work, which gives it back; false after a sleep, for want of work.</returns>
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

        // Off the loop: what is not asynchronous inside, as all of SQLite, would keep it from its next claim.
        var piece = Task.Run(() => RunAsync(work, stoppingToken), CancellationToken.None);
        underWay.TryAdd(piece, true);
        _ = piece.ContinueWith(done => underWay.TryRemove(done, out _), TaskScheduler.Default);
        _ = GiveBackAsync(slots, piece);
        return true;
    }

    private async Task GiveBackAsync(SemaphoreSlim slots, Task piece)
    {
        await piece.WaitAsync(KeepsItsPlace, Time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        slots.Release();
    }

    private async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        try
        {
            await work(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped();
        }
        catch (StoreUnavailableException e)
        {
            LogLostTheStore(e.Message);
        }
#pragma warning disable CA1031 // One piece that fails is logged; its claim runs out and it is taken again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogThrew(e);
        }
    }

    /// <summary>A store that is away says so in its own words, and once a second is often enough without a trace.</summary>
    private void LogNothingTaken(Exception e)
    {
        if (e is StoreUnavailableException)
        {
            LogStoreAway(e.Message);
        }
        else
        {
            LogBroke(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Nothing is taken until the store is back: {Reason}")]
    private partial void LogStoreAway(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Nothing could be taken; it is tried again")]
    private partial void LogBroke(Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "A piece of work lost the store; it is taken again when its claim runs out: {Reason}")]
    private partial void LogLostTheStore(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A piece of work threw; it is taken again when its claim runs out")]
    private partial void LogThrew(Exception e);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A piece of work was stopped with the process")]
    private partial void LogStopped();
}
