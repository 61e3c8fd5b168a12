using System.ComponentModel.DataAnnotations;
using IncidentBot.Alerting;
using IncidentBot.Incidents;
using IncidentBot.Settings;

namespace IncidentBot.Alerts;

/// <summary>A rule of <c>Alerts:Rules</c>: what becomes of alerts with certain labels.</summary>
internal sealed class AlertRuleOptions
{
    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// Labels that all have to fit, as an Alertmanager writes them: <c>alertname=RedisDown</c>, <c>team=~"a|b"</c>. The default is every alert.
    /// </summary>
    [OneOrMore]
    public IReadOnlyList<string> Match { get; init; } = [];

    /// <summary>Open opens an incident or joins the one there is, Join only joins one, Note keeps it and tells nobody. The default value is Open.</summary>
    public AlertThen Then { get; init; }

    /// <summary>P0, P1 or P2. The default is what the label <c>severity</c> says, and P1 where it says nothing.</summary>
    public Severity? Severity { get; init; }

    /// <summary>The name of a target. The default is the one whose name or address is in a label.</summary>
    public string? Target { get; init; }

    /// <summary>The id of a runbook. The default is the one whose symptoms the title meets.</summary>
    public string? Runbook { get; init; }

    /// <summary>What such an alert says is affected.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>
    /// Of the incident, with labels and annotations in braces: <c>{alertname} on {instance}</c>. The default is the annotation <c>summary</c>.
    /// </summary>
    public string? Title { get; init; }

    /// <summary>How long it has to fire before it is an incident. The default is not at all.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan HoldFor { get; init; }

    /// <summary>Real, Drill or Maintenance. The default value is Real.</summary>
    public IncidentKind Kind { get; init; }

    /// <summary>
    /// Whether the bot steps the incident: to its mitigation once a repair has begun, and to its verification once the last alert is resolved.
    /// The default value is false.
    /// </summary>
    public bool Verify { get; init; }
}
