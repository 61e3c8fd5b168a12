using IncidentBot.Messages;

namespace IncidentBot.Alerting;

/// <summary>Where alerts are told, and how often.</summary>
/// <param name="Channel">Where incidents of alerts are opened.</param>
public sealed record AlertPolicy(ChannelRef Channel)
{
    /// <summary>Where nothing says where incidents of alerts are opened. Then nobody may send any.</summary>
    public static ChannelRef Nowhere { get; } = new("none", "none", "none");

    /// <summary>How long after its last change an incident is still joined by alerts of another group about the same target.</summary>
    public TimeSpan JoinWithin { get; init; } = TimeSpan.FromHours(2);

    /// <summary>The shortest time between two messages about the alerts of one incident; what happens meanwhile is told in one.</summary>
    public TimeSpan NewsEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a source that can be asked is asked whether the alerts of open incidents still fire.</summary>
    public TimeSpan AskSourceEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>After how long without a word of them people are asked about alerts whose source cannot be.</summary>
    public TimeSpan AskPeopleAfter { get; init; } = TimeSpan.FromHours(6);
}
