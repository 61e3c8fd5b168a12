namespace IncidentBot.Readings;

/// <summary>What the value of a <see cref="Reading"/> counts. Few, so that two readings of one unit can be drawn in one picture; kept by name.</summary>
public enum Unit
{
    /// <summary>Things, which the name says: keys, jobs, clients.</summary>
    Count,
    Bytes,
    Milliseconds,
    Seconds,

    /// <summary>A share, 1 for all of it.</summary>
    Ratio,

    /// <summary>Things in a second, which the name says.</summary>
    PerSecond,
    BytesPerSecond,
}
