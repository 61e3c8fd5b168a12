namespace IncidentBot.Server.Tests.Storage;

/// <summary>Of a machine that nobody keeps in time.</summary>
internal sealed class OtherClock(TimeSpan ahead) : TimeProvider
{
    public TimeSpan Ahead { get; set; } = ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
