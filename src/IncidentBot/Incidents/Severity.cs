namespace IncidentBot.Incidents;

public enum Severity
{
    /// <summary>Down: answer at once.</summary>
    P0,

    /// <summary>Degraded: answer within 15 minutes by default.</summary>
    P1,

    /// <summary>Partly wrong: answer within 30 minutes by default.</summary>
    P2,
}
