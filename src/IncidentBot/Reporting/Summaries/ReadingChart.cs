using IncidentBot.Incidents;
using IncidentBot.Readings;

namespace IncidentBot.Reporting.Summaries;

/// <summary>The course of one thing that was measured, while an incident went on.</summary>
/// <param name="Name">As settings and programs name it: <c>memory_fill</c>.</param>
/// <param name="LongestGap">After a longer time between two points nobody knows what was in between.</param>
public sealed record ReadingChart(
    string Name, string Title, Unit Unit, DateTimeOffset From, DateTimeOffset Until, TimeSpan LongestGap, IReadOnlyList<ReadingPoint> Points)
{
    /// <summary>From where on it is too much, or too little.</summary>
    public IReadOnlyList<ReadingLimit> Limits { get; init; } = [];

    public IReadOnlyList<ReadingMark> Marks { get; init; } = [];
}

public sealed record ReadingPoint(DateTimeOffset At, double Value);

/// <param name="Name"><c>warn</c>, <c>breach</c>.</param>
public sealed record ReadingLimit(string Name, double Value);

/// <summary>A step of the incident.</summary>
/// <param name="Label">As people read it: <c>e7 Mitigating</c>.</param>
public sealed record ReadingMark(DateTimeOffset At, string Label);

/// <summary>What was measured of the target of an incident; nothing where it was not watched then.</summary>
public delegate Task<IReadOnlyList<ReadingChart>> ReadingsOfIncident(Incident incident, IReadOnlyList<ReadingMark> marks, CancellationToken ct);
