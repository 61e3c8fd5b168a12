using IncidentBot.Rounds;
using IncidentBot.Storage;

namespace IncidentBot.Workers;

/// <summary>Carries out what is due: runs, assessments, verifications, soak checks, reminders.</summary>
internal sealed class ScheduleWorker(ISchedule schedule, DueWork due, IWakeUp wakeUp, TimeProvider time, ILogger<ScheduleWorker> log)
    : Pump(wakeUp, parallel: 8, time, log)
{
    /// <summary>Longer than a check or an assessment takes. A run is taken out of the schedule before it starts and has a lease of its own.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    protected override async Task<TimeSpan> PauseAsync(CancellationToken ct)
    {
        var pause = await schedule.NextDueAsync(ct) - Time.GetUtcNow() ?? LongestPause;
        return pause < TimeSpan.FromMilliseconds(10) ? TimeSpan.FromMilliseconds(10) : pause < LongestPause ? pause : LongestPause;
    }

    protected override async Task<Func<CancellationToken, Task>?> ClaimAsync(CancellationToken ct)
    {
        var now = Time.GetUtcNow();
        return await schedule.ClaimAsync(now, now + Hold, ct) is { } item
            ? stop => due.CarryOutAsync(item, stop)
            : null;
    }
}
