namespace IncidentBot.Tests.Support;

/// <summary>Stands still until told otherwise. Timers are not moved.</summary>
internal sealed class ManualTime(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset now = now;

    public ManualTime()
        : this(Some.Night)
    {
    }

    public override DateTimeOffset GetUtcNow() => now;

    public void Advance(TimeSpan by) => now += by;
}
