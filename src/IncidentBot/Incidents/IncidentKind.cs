namespace IncidentBot.Incidents;

/// <summary>Why an incident exists. Given when it is opened, and never changed.</summary>
public enum IncidentKind
{
    Real,

    /// <summary>An exercise: everything works as in a real one.</summary>
    Drill,

    /// <summary>Written down afterwards, with the times that it had.</summary>
    Backfilled,

    /// <summary>Planned work.</summary>
    Maintenance,
}

public static class IncidentKinds
{
    /// <summary>Whether incidents of the kind count in numbers over many incidents. Nothing else decides that.</summary>
    public static bool Counts(this IncidentKind kind) => kind is IncidentKind.Real or IncidentKind.Backfilled;

    /// <summary>
    /// Whether it happens while it is worked on. One that does not is neither read by itself nor escalated nor reminded of:
    /// what the target says today tells nothing of then.
    /// </summary>
    public static bool HappensNow(this IncidentKind kind) => kind is not IncidentKind.Backfilled;
}
