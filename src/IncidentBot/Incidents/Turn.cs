namespace IncidentBot.Incidents;

/// <summary>What a step of the lifecycle means for those who were without service.</summary>
public enum Turn
{
    None,

    /// <summary>Service is back.</summary>
    Mitigated,
    Resolved,

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
    public static Turn Of(IncidentState? from, IncidentState? to) => (from, to) switch
    {
        (_, IncidentState.Monitoring) => Turn.Mitigated,
        (IncidentState.Declared, IncidentState.Resolved) => Turn.Recorded,
        (_, IncidentState.Resolved) => Turn.Resolved,
        (_, IncidentState.Cancelled) => Turn.Cancelled,
        (IncidentState.Resolved or IncidentState.Closed or IncidentState.Cancelled, IncidentState.Assessing) => Turn.Reopened,
        (IncidentState.Monitoring, IncidentState.Mitigating) => Turn.Regressed,
        _ => Turn.None,
    };
}
