using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Chat;

/// <summary>Stands still; its timers fire when the test says so.</summary>
internal sealed class FiredTime : TimeProvider
{
    private readonly List<FiredTimer> timers = [];

    /// <summary>What is being waited for now.</summary>
    public IReadOnlyList<TimeSpan> Waiting => [.. timers.Select(timer => timer.Due)];

    public override DateTimeOffset GetUtcNow() => Some.Night;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FiredTimer(timers, () => callback(state), dueTime);
        timers.Add(timer);
        return timer;
    }

    public void Fire()
    {
        foreach (var timer in timers.ToList())
        {
            timer.Fire();
        }
    }

    private sealed class FiredTimer(List<FiredTimer> all, Action fire, TimeSpan due) : ITimer
    {
        public TimeSpan Due => due;

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => all.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
