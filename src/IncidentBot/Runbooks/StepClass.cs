namespace IncidentBot.Runbooks;

/// <summary>What becomes of a command. In order of caution: of several, the last one speaks for the whole.</summary>
public enum StepClass
{
    /// <summary>An action of the catalogue does the same.</summary>
    Native,

    /// <summary>An action of the catalogue does what was meant, in a safe way.</summary>
    Guarded,

    /// <summary>A database statement that only reads; it needs an entry among the configured queries.</summary>
    Sql,

    /// <summary>A request to a service; its address and token come from configuration.</summary>
    Http,

    /// <summary>A program on a host; it needs an entry in the allow-list.</summary>
    HostCommand,

    /// <summary>A person does it.</summary>
    Manual,

    /// <summary>It will not be done as written.</summary>
    Refused,

    /// <summary>Nobody can tell from the runbook.</summary>
    Unknown,
}
