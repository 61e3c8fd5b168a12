namespace IncidentBot.Measurements;

/// <summary>A length of time that has a name: from one point of an incident to another.</summary>
/// <param name="Name">As the configuration and JSON name it: <c>mitigate</c>.</param>
public sealed record Measurement(string Name, PointName From, PointName Until)
{
    /// <summary>Of what happened several times.</summary>
    public Occurrence Which { get; init; } = Occurrence.Last;

    /// <summary>Of this service alone, by what people said of it; null for the whole.</summary>
    public string? Service { get; init; }

    /// <summary>As people read it.</summary>
    public string Title => $"Time to {Name}";

    /// <summary>
    /// What everybody asks for. To mitigate is counted from when it began, and to the last time that service came back: people were without
    /// from then on, and a repair that did not hold was none. To acknowledge and to resolve is what people did, so it is counted from the opening.
    /// </summary>
    public static IReadOnlyList<Measurement> Usual { get; } =
    [
        new("detect", PointName.ImpactBegan, PointName.Opened),
        new("acknowledge", PointName.Opened, PointName.Acknowledged),
        new("mitigate", PointName.ImpactBegan, PointName.Mitigated),
        new("verify", PointName.Mitigated, PointName.Verified),
        new("resolve", PointName.Opened, PointName.Resolved),
        new("close", PointName.Resolved, PointName.Closed),
    ];
}

public enum PointName
{
    ImpactBegan,
    Opened,

    /// <summary>The first time, whatever else is asked for.</summary>
    Acknowledged,
    Mitigated,
    Verified,
    Resolved,
    Closed,
}

public enum Occurrence
{
    First,
    Last,
}
