namespace IncidentBot.Storage;

/// <summary>Forgets requests that were answered more than a week ago: no platform repeats one for longer than hours.</summary>
internal sealed partial class Housekeeping(SqlInbox inbox, TimeProvider time, ILogger<Housekeeping> log) : BackgroundService
{
    public const int RowsAtATime = 1000;

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan Keep = TimeSpan.FromDays(7);

    public async Task<int> CleanAsync(CancellationToken ct)
    {
        int removed;
        var total = 0;
        do
        {
            removed = await inbox.ForgetAsync(time.GetUtcNow() - Keep, RowsAtATime, ct);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old requests were not removed, the next hour will: {Reason}")]
    private partial void LogPutOff(string reason);
}
