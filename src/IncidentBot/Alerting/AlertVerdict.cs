using IncidentBot.Actions;
using IncidentBot.Incidents;

namespace IncidentBot.Alerting;

/// <summary>What the rules say of an alert.</summary>
/// <param name="Why">A clause: <c>the rule redis down</c>, <c>its label severity</c>.</param>
/// <param name="Target">Null where it names none that is configured.</param>
/// <param name="Title">For the incident that it would open.</param>
public sealed record AlertVerdict(string Why, AlertThen Then, Severity Severity, Target? Target, string Title)
{
    /// <summary>The id of a runbook; null to choose by the title.</summary>
    public string? Runbook { get; init; }

    public IReadOnlyList<string> Services { get; init; } = [];

    public TimeSpan HoldFor { get; init; }

    public IncidentKind Kind { get; init; }

    public bool Verify { get; init; }

    /// <summary>A rule names the target: alerts of several groups about it are one outage.</summary>
    public bool IsTargetNamed { get; init; }
}
