using IncidentBot.Targets;
using IncidentBot.Watch;

namespace IncidentBot.Watching;

/// <summary>How often the watch looks, and what it takes for too much.</summary>
/// <param name="Thresholds">Those that differ from the usual ones, by the name of a target and of a measure; a target's own come first.</param>
public sealed record WatchPolicy(Func<TargetRef, Measure, Threshold> Thresholds)
{
    /// <summary>Whether a breach is an alert. False where nothing says where incidents of alerts are opened: then it is only shown.</summary>
    public bool Tells { get; init; } = true;

    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>While an incident about the target is open, or something of it is breached.</summary>
    public TimeSpan EveryInIncident { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one look may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After a longer gap between two looks nobody knows what was in between.</summary>
    public TimeSpan LongestGap => Every * 4 > TimeSpan.FromMinutes(2) ? Every * 4 : TimeSpan.FromMinutes(2);

    /// <summary>From when on the watch itself is silent.</summary>
    public TimeSpan SilentAfter => (Every * 4) + Limit;
}
