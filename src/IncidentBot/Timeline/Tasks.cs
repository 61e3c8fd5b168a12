using IncidentBot.Incidents;

namespace IncidentBot.Timeline;

/// <summary>What has to be done, as it was given and ended: the last word on each counts.</summary>
internal static class Tasks
{
    /// <param name="counted">All entries that count.</param>
    /// <returns>In the order in which they were first given.</returns>
    public static IReadOnlyList<IncidentTask> Of(IEnumerable<TimelineEntry> counted) =>
        counted.Aggregate<TimelineEntry, IReadOnlyList<IncidentTask>>([], After);

    public static IReadOnlyList<IncidentTask> After(IReadOnlyList<IncidentTask> before, TimelineEntry entry) => entry.What switch
    {
        TimelineEvent.TaskGiven given => With(before, new IncidentTask(given.Number, given.Task, given.Owner, given.Due, entry.By, entry.At)),
        TimelineEvent.TaskEnded ended =>
            [.. before.Select(task => task.Number == ended.Number ? task with { End = new TaskEnd(ended.IsDone, ended.Why, entry.By, entry.At) } : task)],
        _ => before,
    };

    /// <summary>The number of the task that an entry is about; null where it is about none.</summary>
    public static int? NumberOf(TimelineEvent what) => what switch
    {
        TimelineEvent.TaskGiven given => given.Number,
        TimelineEvent.TaskEnded ended => ended.Number,
        _ => null,
    };

    private static IReadOnlyList<IncidentTask> With(IReadOnlyList<IncidentTask> before, IncidentTask given) =>
        before.Any(task => task.Number == given.Number)
            ? [.. before.Select(task => task.Number == given.Number ? given : task)]
            : [.. before, given];
}
