using System.ComponentModel.DataAnnotations;

namespace IncidentBot.Alerts;

/// <summary>The section <c>Alerts</c>: who may send alerts and how much of them, and what becomes of them.</summary>
internal sealed class AlertOptions
{
    public const string Section = "Alerts";

    /// <summary>Whoever may send alerts, by a name of small letters, digits and hyphens.</summary>
    public Dictionary<string, AlertSourceOptions> Sources { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// What becomes of alerts with certain labels; the first rule that fits decides, and without one the labels. The default is none.
    /// </summary>
    public IReadOnlyList<AlertRuleOptions> Rules { get; init; } = [];

    /// <summary>
    /// Where incidents of alerts are opened, <c>slack:T1DC2JH3J:C2147483705</c>. The default is the first channel of the local chat, where that is
    /// served.
    /// </summary>
    public string? Channel { get; init; }

    /// <summary>
    /// How long after its last change an incident is still joined by alerts of another group about the same target. The default value is 2 hours.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan JoinWithin { get; init; } = TimeSpan.FromHours(2);

    /// <summary>The shortest time between two messages about the alerts of one incident. The default value is 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan NewsEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How often an Alertmanager whose address is known is asked whether the alerts of open incidents still fire. The default value is 5 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "1.00:00:00")]
    public TimeSpan AskSourceEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// After how long without a word of them people are asked about alerts whose source cannot be. The default value is 6 hours; an Alertmanager
    /// repeats what fires every 4.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan AskPeopleAfter { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How many deliveries may wait until they are looked at; what comes beyond that is answered 503, and its sender says it again.</summary>
    [Range(1, 1_000_000)]
    public int MostWaiting { get; init; } = 10_000;

    /// <summary>The largest body of a delivery, in bytes.</summary>
    [Range(1_000, 25_000_000)]
    public int LargestBody { get; init; } = 5_000_000;
}
