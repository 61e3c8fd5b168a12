namespace IncidentBot.Timeline;

/// <summary>What sort of thing an entry tells; each <see cref="TimelineEvent"/> is of one kind.</summary>
public enum TimelineKind
{
    Opened,
    Acknowledged,
    Transition,
    Finding,
    Check,

    /// <summary>A person said why.</summary>
    Cause,

    /// <summary>A person said what is noticed of a service, or that nothing is, or since when.</summary>
    Impact,

    /// <summary>Alerts have begun to fire or were resolved, or somebody has seen them.</summary>
    Alert,

    /// <summary>A person has something to do, or has done it.</summary>
    Task,
    Run,

    /// <summary>A runbook was started, or a step of it was done or skipped by a person.</summary>
    Runbook,
    Note,

    /// <summary>A person said what is to be learned.</summary>
    Lesson,
    Changed,
    Override,
    Escalated,

    /// <summary>A status update for everybody.</summary>
    Update,

    /// <summary>Another entry was corrected or struck.</summary>
    Correction,
}
