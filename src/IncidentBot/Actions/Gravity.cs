namespace IncidentBot.Actions;

/// <summary>How bad a thing is that a read found: where several things are wrong, the worst speaks for all.</summary>
public enum Gravity
{
    /// <summary>Work stands still, or is lost.</summary>
    Outage,

    /// <summary>Work goes on, but slowly, or only some of it.</summary>
    Degraded,

    /// <summary>All work goes on; the next thing that happens stops it.</summary>
    Risk,

    /// <summary>The read could not be taken: beside what was read it says the least, and it is never the same as being well.</summary>
    Unread,
}
