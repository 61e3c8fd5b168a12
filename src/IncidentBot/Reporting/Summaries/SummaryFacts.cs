using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Timeline;

namespace IncidentBot.Reporting.Summaries;

/// <summary>All that a summary may be written from.</summary>
/// <param name="timeline">All of it, as it was written.</param>
/// <param name="runs">Those of the incident, in the order they were asked for.</param>
public sealed class SummaryFacts(Incident incident, IReadOnlyList<TimelineEntry> timeline, IReadOnlyList<Run> runs, DateTimeOffset now)
{
    public Incident Incident { get; } = incident;
    public IReadOnlyList<TimelineEntry> Written { get; } = timeline;

    /// <summary>The entries that count, as they read now.</summary>
    public IReadOnlyList<TimelineEntry> Timeline { get; } = Corrections.Counted(timeline);
    public IReadOnlyList<Run> Runs { get; } = runs;
    public IncidentNumbers Numbers { get; } = IncidentNumbers.From(Corrections.Counted(timeline));
    public DateTimeOffset Now { get; } = now;

    public TimelineEntry Opening => Timeline[0];

    /// <summary>The step that brought it into the state that it is in.</summary>
    public TimelineEntry LastStep => Timeline.LastOrDefault(entry => entry.To is not null) ?? Opening;

    /// <summary>The last time that the checks ran, since it was reopened last: what was well before that says nothing of now.</summary>
    public TimelineEntry? LastCheck => Timeline.Reverse()
        .TakeWhile(entry => entry.Turn is not Turn.Reopened)
        .FirstOrDefault(entry => entry.What is TimelineEvent.Checked or TimelineEvent.Looked);

    /// <summary>A stretch without service as far as it is over: its end, or that of the incident, or now.</summary>
    public DateTimeOffset EndOf(Stretch stretch) => stretch.Until?.At ?? Numbers.ToResolve?.Until.At ?? Now;

    /// <summary>As they were known when an earlier summary was posted, as far as entries say it.</summary>
    public SummaryFacts Until(int entries) => new(Incident, [.. Written.TakeWhile(entry => entry.Sequence <= entries)], Runs, Now);
}
