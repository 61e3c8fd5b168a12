using Microsoft.Extensions.Options;

namespace IncidentBot.Storage;

/// <summary>
/// Beats, so that the other replicas see that this one lives, and frees what one holds that has stopped. A replica that is
/// slow keeps what it holds: only a whole process that stands still is taken for dead.
/// </summary>
internal sealed partial class ReplicaWatch(
    SqlReplicas replicas,
    IDatabase database,
    Replica self,
    IOptions<StorageOptions> options,
    TimeProvider time,
    ILogger<ReplicaWatch> log) : BackgroundService
{
    /// <summary>
    /// Beats of this replica without one of the other. Counted and not timed: while the store is away nobody beats, and
    /// nobody is missed.
    /// </summary>
    public const int MissedBeats = 5;

    private readonly Dictionary<string, (long Beat, int Missed)> others = [];

    /// <summary>One beat, and a look at the others.</summary>
    public async Task BeatAsync(CancellationToken ct)
    {
        var beats = await replicas.BeatAsync(ct);
        foreach (var gone in others.Keys.Where(id => !beats.ContainsKey(id)).ToList())
        {
            others.Remove(gone);
        }

        foreach (var (id, beat) in beats.Where(other => other.Key != self.Id))
        {
            var missed = others.TryGetValue(id, out var seen) && seen.Beat == beat ? seen.Missed + 1 : 0;
            others[id] = (beat, missed);
            if (missed >= MissedBeats)
            {
                // One that comes back begins to count from the start, maybe where it had stopped.
                others.Remove(id);
                if (await replicas.StrikeOffAsync(id, beat, ct))
                {
                    LogStruckOff(id, MissedBeats);
                }
            }
        }
    }

    /// <summary>After the workers, which are registered later and stop earlier.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await replicas.LeaveAsync(cancellationToken);
        }
        catch (StoreUnavailableException error)
        {
            LogNotLeft(error.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!database.IsShared)
        {
            return;
        }

        using var timer = new PeriodicTimer(options.Value.Heartbeat, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await BeatAsync(stoppingToken);
            }
#pragma warning disable CA1031 // The store is away: the next beat tries again.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogMissed(e.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The replica {Id} has missed {Beats} beats and counts as dead; what it held is taken by others")]
    private partial void LogStruckOff(string id, int beats);

    [LoggerMessage(Level = LogLevel.Warning, Message = "This replica could not say that it lives: {Reason}")]
    private partial void LogMissed(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What this replica held is free only when the others miss it: {Reason}")]
    private partial void LogNotLeft(string reason);
}
