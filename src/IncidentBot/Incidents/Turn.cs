namespace IncidentBot.Incidents;

/// <summary>What a step of the lifecycle means for those who were without service.</summary>
public enum Turn
{
    None,

    /// <summary>Service is back.</summary>
    Mitigated,
    Resolved,

    /// <summary>People went on by an override: whether service is back is not known.</summary>
    Overridden,

    /// <summary>It was resolved by an override.</summary>
    ResolvedByOverride,

    /// <summary>It was written down as over: service was back then, and it was resolved.</summary>
    Recorded,
    Cancelled,

    /// <summary>An incident that was over is taken up again.</summary>
    Reopened,

    /// <summary>Service was back, and is not any more.</summary>
    Regressed,
}

public static class Turns
{
    public static Turn Of(IncidentState? from, IncidentState? to, bool byOverride) => (from, to) switch
    {
        (_, IncidentState.Monitoring) when byOverride => Turn.Overridden,
        (_, IncidentState.Monitoring) => Turn.Mitigated,
        (IncidentState.Declared, IncidentState.Resolved) => Turn.Recorded,
        (_, IncidentState.Resolved) => byOverride ? Turn.ResolvedByOverride : Turn.Resolved,
        (_, IncidentState.Cancelled) => Turn.Cancelled,
        (IncidentState.Resolved or IncidentState.Closed or IncidentState.Cancelled, IncidentState.Assessing) => Turn.Reopened,
        (IncidentState.Monitoring, IncidentState.Mitigating) => Turn.Regressed,
        _ => Turn.None,
    };
}
