using IncidentBot.People;
using IncidentBot.Readings;
using IncidentBot.Targets;

namespace IncidentBot.Watch;

/// <summary>One time that a gauge was beyond its threshold for long enough: an alert of the watch.</summary>
/// <param name="Title">Of its measure: <c>memory in use</c>.</param>
/// <param name="Limit">From where on it is a breach.</param>
/// <param name="Before">The last value that was none; null where nobody knows.</param>
/// <param name="Worst">So far.</param>
public sealed record WatchBreach(
    int Number, TargetRef Target, Gauge Gauge, string Title, Unit Unit, double Limit, DateTimeOffset BeganAt, double? Before, double Worst)
{
    /// <summary>Null while it lasts.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The value with which it was over.</summary>
    public double? After { get; init; }

    /// <summary>What somebody has said of it; null while nobody has.</summary>
    public WatchVerdict? Verdict { get; init; }

    /// <summary>As people type it.</summary>
    public string Label => $"w{Number}";

    /// <summary><c>memory in use</c>, <c>waiting of emails</c>.</summary>
    public string What => Gauge.Of is { } of ? $"{Title} of {of}" : Title;

    /// <summary>There is nothing to say of it but that it is so.</summary>
    public bool IsYesOrNo => Unit is Unit.Count && Limit is 1 && Worst is 1;

    public string Figure(double value) => new Reading(Gauge.Measure, value, Unit).Figure();
}

/// <param name="IsRight">It was something that people had to hear of.</param>
public sealed record WatchVerdict(bool IsRight, PersonId By, DateTimeOffset At);

/// <summary>How often what a measure said was right, by those who said so.</summary>
/// <param name="Breaches">All of them.</param>
public sealed record WatchPrecision(string Measure, int Breaches, int Confirmed, int Dismissed)
{
    /// <summary>Null before anybody has said anything.</summary>
    public double? Share => Confirmed + Dismissed > 0 ? Confirmed / (double)(Confirmed + Dismissed) : null;
}
