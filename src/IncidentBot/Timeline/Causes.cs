using IncidentBot.Incidents;

namespace IncidentBot.Timeline;

/// <summary>Which entry says why. What is well explains nothing, and what explained one failure does not explain the next.</summary>
internal static class Causes
{
    /// <param name="counted">All entries that count.</param>
    /// <returns>Null where nothing has been found. The last word of a person, or else what the last assessment saw wrong, or
    /// else whoever saw something first.</returns>
    public static TimelineEntry? Of(IReadOnlyList<TimelineEntry> counted)
    {
        var since = counted.Reverse().TakeWhile(entry => entry.Turn is not (Turn.Reopened or Turn.Regressed)).Reverse().ToList();
        return Stated(since) ?? Read(since) ?? (counted.Count > since.Count && counted[^(since.Count + 1)].Turn is Turn.Regressed
            ? counted.Take(counted.Count - since.Count).LastOrDefault(IsFailedCheck)
            : null);
    }

    /// <summary>In one sentence.</summary>
    public static string TextOf(TimelineEntry cause) => cause.What switch
    {
        TimelineEvent.CauseStated stated => stated.Cause,
        TimelineEvent.Found found => found.Answer,
        TimelineEvent.Checked check => CheckText.Failing(check.Results),
        _ => cause.Text,
    };

    private static TimelineEntry? Stated(List<TimelineEntry> entries) => entries.FindLast(entry => entry.What is TimelineEvent.CauseStated);

    private static TimelineEntry? Read(List<TimelineEntry> entries) =>
        entries.FindLast(entry => entry.What is TimelineEvent.Found { Healthy: false, Way: not FoundBy.Person })
        ?? entries.Find(entry => entry.What is TimelineEvent.Found { Healthy: false })
        ?? entries.FindLast(entry => entry is { What: TimelineEvent.Said, Kind: TimelineKind.Finding, By: null })
        ?? entries.FindLast(entry => entry is { What: TimelineEvent.Said, Kind: TimelineKind.Finding });

    private static bool IsFailedCheck(TimelineEntry entry) => entry.What is TimelineEvent.Checked check && check.Results.Any(result => !result.Passed);
}
