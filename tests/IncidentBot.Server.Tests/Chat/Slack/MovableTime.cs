using IncidentBot.Doors;

namespace IncidentBot.Server.Tests.Chat.Slack;

internal sealed class MovableTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 10, 15, 30, TimeSpan.Zero);

    /// <summary>Every timer but those of bodies is due at once: whoever sets a deadline misses it.</summary>
    public bool TimersAreDue { get; set; }

    /// <summary>No body comes in time that is not there at once.</summary>
    public bool BodiesAreLate { get; set; }

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, (dueTime == RequestBody.Deadline ? BodiesAreLate : TimersAreDue) ? TimeSpan.Zero : dueTime, period);
}
