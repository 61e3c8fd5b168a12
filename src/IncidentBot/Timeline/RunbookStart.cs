namespace IncidentBot.Timeline;

/// <summary>When the runbook that counts now was taken.</summary>
internal static class RunbookStart
{
    public static TimelineEntry? Of(IReadOnlyList<TimelineEntry> timeline) =>
        timeline.LastOrDefault(entry => entry.What is TimelineEvent.RunbookStarted or TimelineEvent.Said { StartsRunbook: true });
}
