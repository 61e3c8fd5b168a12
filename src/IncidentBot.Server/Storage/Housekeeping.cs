namespace IncidentBot.Storage;

/// <summary>
/// Forgets requests that were answered more than a week ago, for no platform repeats one for longer than hours, and kept
/// cards that are past their time.
/// </summary>
internal sealed partial class Housekeeping(SqlInbox inbox, SqlKeptCards cards, TimeProvider time, ILogger<Housekeeping> log) : BackgroundService
{
    public const int RowsAtATime = 1000;

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan Keep = TimeSpan.FromDays(7);

    public async Task<int> CleanAsync(CancellationToken ct) =>
        await AllAsync(limit => inbox.ForgetAsync(time.GetUtcNow() - Keep, limit, ct))
        + await AllAsync(limit => cards.ForgetAsync(time.GetUtcNow(), limit, ct));

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

    private static async Task<int> AllAsync(Func<int, Task<int>> forget)
    {
        int removed;
        var total = 0;
        do
        {
            removed = await forget(RowsAtATime);
            total += removed;
        }
        while (removed == RowsAtATime);
        return total;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old requests and cards were not removed, the next hour will: {Reason}")]
    private partial void LogPutOff(string reason);
}
