using IncidentBot.Incidents;
using IncidentBot.People;

namespace IncidentBot.Timeline;

/// <summary>One recorded event of an incident. Summaries cite it as <c>e7</c>.</summary>
/// <param name="Sequence">1, 2, 3… within the incident; given by the store, 0 before that.</param>
/// <param name="By">Null when the bot itself did it.</param>
public sealed record TimelineEntry(IncidentId Incident, int Sequence, DateTimeOffset At, PersonId? By, TimelineKind Kind, string Text)
{
    /// <summary>Set on <see cref="TimelineKind.Transition"/>.</summary>
    public IncidentState? From { get; init; }
    public IncidentState? To { get; init; }
}

public enum TimelineKind
{
    Opened,
    Acknowledged,
    Transition,
    Finding,
    Check,
    Run,

    /// <summary>A runbook was started, or a step of it was done or skipped by a person.</summary>
    Runbook,
    Note,
    Changed,
    Override,
    Escalated,
}
