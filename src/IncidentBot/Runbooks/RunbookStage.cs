namespace IncidentBot.Runbooks;

/// <summary>Which part of the work a heading announces.</summary>
public enum RunbookStage
{
    /// <summary>No heading says.</summary>
    Unstated,

    /// <summary>Overviews, prerequisites, links: nothing to do.</summary>
    Background,
    Assessment,
    Mitigation,
    Emergency,
    Verification,
    PostRecovery,
    Prevention,
    Communication,
}
