using IncidentBot.Redis.Info;

namespace IncidentBot.Redis.Actions.Standby;

/// <summary>Reads both halves of every pair now and then, so that a takeover from a dead master can say how much it would lose.</summary>
internal sealed class OffsetWatch(RedisTargets targets, SeenOffsets seen, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        RedisTarget[] watched = [.. targets.All.Where(target => targets.PairOf(target) is not null)];
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            await Task.WhenAll(watched.Select(target => NoteAsync(target, stoppingToken)));
        }
        while (watched.Length > 0 && await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task NoteAsync(RedisTarget target, CancellationToken ct)
    {
        try
        {
            seen.Note(target.Name, RedisInfo.Parse((await target.ExecuteAsync("INFO", ["replication"], ct)).AsString() ?? "").Replication);
        }
        catch (Exception e) when (e is RedisUnavailableException or RedisErrorException)
        {
            // Then what was seen last is what is known.
        }
    }
}
