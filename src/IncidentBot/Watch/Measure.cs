using IncidentBot.Readings;

namespace IncidentBot.Watch;

/// <summary>One thing that is watched of every target of a system.</summary>
/// <param name="Name">As settings and labels name it: <c>memory_fill</c>, <c>queue_waiting</c>.</param>
/// <param name="Title">As a table of numbers names it: <c>memory in use</c>.</param>
/// <param name="Symptom">What somebody says who suffers from it, for the title of an incident: <c>Redis memory is nearly full</c>.</param>
/// <param name="Usual">Where the settings say nothing else.</param>
public sealed record Measure(string Name, string Title, string Symptom, Unit Unit, Threshold Usual)
{
    /// <summary>Worse the lower it is; of all others a high value is the bad one.</summary>
    public bool IsLowBad { get; init; }

    /// <summary>It is so or not, as 1 or 0.</summary>
    public bool IsYesOrNo { get; init; }

    /// <summary>What one of several is: <c>queue</c>, <c>endpoint</c>. Null where a target has only one.</summary>
    public string? Of { get; init; }

    /// <summary>As Prometheus would call an alert about it.</summary>
    public string AlertName => string.Concat(Name.Split('_').Select(word => $"{char.ToUpperInvariant(word[0])}{word[1..]}"));

    /// <param name="of">Which of several; null where there is only one.</param>
    public string TitleOf(string? of) => of is null ? Title : $"{Title} of {of}";

    public bool IsBeyond(double value, double? limit) => limit is { } there && (IsLowBad ? value < there : value >= there);

    /// <summary>The worse of two values.</summary>
    public double Worse(double one, double other) => IsLowBad ? Math.Min(one, other) : Math.Max(one, other);

    /// <summary>A value, or a limit, as people read it.</summary>
    public string Figure(double value) => IsYesOrNo ? value >= 1 ? "yes" : "no" : new Reading(Name, value, Unit).Figure();
}
