using IncidentBot.Watch;

namespace IncidentBot.Storage;

/// <summary>Forgets what nobody asks for any more, so that nothing piles up. Incidents, runs and the audit are kept.</summary>
internal sealed partial class Housekeeping(IDatabase database, TimeProvider time, ILogger<Housekeeping> log) : BackgroundService
{
    public const int RowsAtATime = 1000;

    /// <summary>Of the local chat, in each channel; its page shows the last 200.</summary>
    public const int MessagesKept = 10_000;

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>No platform repeats a request for longer than hours.</summary>
    private static readonly TimeSpan KeepRequests = TimeSpan.FromDays(7);

    /// <summary>Evidence of what people were not told.</summary>
    private static readonly TimeSpan KeepGivenUp = TimeSpan.FromDays(30);

    /// <summary>Of alerts that are over; what their incidents were is in the incidents.</summary>
    private static readonly TimeSpan KeepAlerts = TimeSpan.FromDays(30);

    /// <summary>Whatever came of them: what is tried again is given up long before.</summary>
    private static readonly TimeSpan KeepDeliveries = TimeSpan.FromDays(30);

    /// <summary>Each look of the watch, for a chart of the last day.</summary>
    private static readonly TimeSpan KeepLooks = TimeSpan.FromHours(25);

    /// <summary>The worst of each five minutes, for a chart of the last month.</summary>
    private static readonly TimeSpan KeepCoarse = TimeSpan.FromDays(31);

    private static readonly TimeSpan KeepBreaches = TimeSpan.FromDays(365);

    /// <summary>Of what was said when it last cleaned up: where nothing was said since, nothing has become too many.</summary>
    private long cleanedUpTo;

    /// <returns>How many rows were removed.</returns>
    public async Task<int> CleanAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var total = await RemoveAsync(limit => SqlInbox.Forget(now - KeepRequests, limit), ct)
            + await RemoveAsync(limit => SqlOutbox.Forget(now - KeepGivenUp, limit), ct)
            + await RemoveAsync(limit => SqlLinks.Forget(now, limit), ct)
            + await RemoveAsync(limit => SqlTurns.Forget(now, limit), ct)
            + await RemoveAsync(limit => SqlSignIns.Forget(now, limit), ct)
            + await RemoveAsync(limit => SqlKeptCards.Forget(now, limit), ct)
            + await RemoveAsync(limit => SqlAlerts.Forget(now - KeepAlerts, limit), ct)
            + await RemoveAsync(limit => SqlWebhooks.Forget(now - KeepDeliveries, limit), ct)
            + await RemoveAsync(limit => SqlMail.Forget(now - KeepDeliveries, limit), ct)
            + await RemoveAsync(limit => SqlMail.ForgetThreads(now - KeepDeliveries, limit), ct)
            + await RemoveAsync(limit => SqlWatch.ForgetSamples(WatchGrain.Fine, now - KeepLooks, limit), ct)
            + await RemoveAsync(limit => SqlWatch.ForgetSamples(WatchGrain.Coarse, now - KeepCoarse, limit), ct)
            + await RemoveAsync(limit => SqlWatch.ForgetBreaches(now - KeepBreaches, limit), ct);
        return total + await CutChannelsAsync(ct);
    }

    private async Task<int> CutChannelsAsync(CancellationToken ct)
    {
        var upTo = await database.ReadAsync(session => session.FindAsync(SqlChannelLog.LastRevision(), row => row.GetInt64(0), ct), ct);
        var overfull = await database.ReadAsync(
            session => session.ListAsync(SqlChannelLog.Overfull(cleanedUpTo, MessagesKept), row => StoredText.Channel(row.GetString(0)), ct),
            ct);
        var total = 0;
        foreach (var channel in overfull)
        {
            total += await RemoveAsync(limit => SqlChannelLog.Forget(channel, MessagesKept, limit), ct);
        }

        cleanedUpTo = upTo;
        return total;
    }

    /// <summary>A part at a time, so that nobody waits for long.</summary>
    private async Task<int> RemoveAsync(Func<int, Statement> forget, CancellationToken ct)
    {
        int removed;
        var total = 0;
        do
        {
            removed = await database.ChangeAsync(session => session.ExecuteAsync(forget(RowsAtATime), ct), ct);
            total += removed;
        }
        while (removed == RowsAtATime);
        return total;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CleanAsync(stoppingToken);
            }
            catch (StoreUnavailableException error)
            {
                LogPutOff(error.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What is old was not removed, the next hour will: {Reason}")]
    private partial void LogPutOff(string reason);
}
