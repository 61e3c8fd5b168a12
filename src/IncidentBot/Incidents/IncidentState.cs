namespace IncidentBot.Incidents;

public enum IncidentState
{
    Declared,
    Assessing,
    Mitigating,
    Verifying,
    Monitoring,
    Resolved,
    Closed,
    Cancelled,

    /// <summary>The superstate of everything before <see cref="Resolved"/>. No incident is ever in it itself.</summary>
    Active,
}

public enum IncidentTrigger
{
    Assess,
    Mitigate,
    Verify,

    /// <summary>The verification checks passed, or their failure was overridden.</summary>
    Monitor,

    /// <summary>A verification failed, or a check went red while monitoring.</summary>
    Regress,
    Resolve,
    Close,
    Cancel,
    Reopen,

    /// <summary>It was over before it was written down here.</summary>
    Record,
}
