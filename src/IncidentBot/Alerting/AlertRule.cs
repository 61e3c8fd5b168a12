using IncidentBot.Alerts;
using IncidentBot.Incidents;

namespace IncidentBot.Alerting;

/// <summary>What becomes of alerts with certain labels. The first rule that fits an alert decides; what it leaves open is decided as without rules.</summary>
/// <param name="Name">For people: <c>redis down</c>.</param>
/// <param name="Matchers">All have to fit. None fits every alert.</param>
public sealed record AlertRule(string Name, IReadOnlyList<LabelMatcher> Matchers)
{
    public AlertThen Then { get; init; }

    public Severity? Severity { get; init; }

    /// <summary>The name of a target.</summary>
    public string? Target { get; init; }

    /// <summary>The id of a runbook.</summary>
    public string? Runbook { get; init; }

    /// <summary>Those that the alert says are affected.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>With labels and annotations in braces: <c>{alertname} on {instance}</c>.</summary>
    public string? Title { get; init; }

    /// <summary>How long it has to fire before it is an incident.</summary>
    public TimeSpan HoldFor { get; init; }

    public IncidentKind Kind { get; init; }

    /// <summary>Whether the bot steps the incident: to its mitigation once a repair has begun, to its verification once the last alert is resolved.</summary>
    public bool Verify { get; init; }
}

public enum AlertThen
{
    /// <summary>It opens an incident, or joins the one that there is.</summary>
    Open,

    /// <summary>It joins an incident of its group or target, and opens none.</summary>
    Join,

    /// <summary>It is kept and listed; nobody is told.</summary>
    Note,
}
