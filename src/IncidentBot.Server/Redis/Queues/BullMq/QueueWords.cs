using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>The longer sentences of <see cref="QueueVerdict"/>.</summary>
internal static class QueueWords
{
    /// <summary>What nobody is there for: <c>5 jobs wait (the first for 12 min), 4 are left in active, 3 are overdue</c>.</summary>
    public static string LeftAlone(QueueState state, TimeSpan? headWaited)
    {
        var parts = new List<string>();
        if (state.Runnable > 0)
        {
            var since = headWaited >= TimeSpan.FromSeconds(1) ? $" (the first for {Duration.Words(headWaited.Value)})" : "";
            parts.Add($"{Plural.Of(state.Runnable, "job")} {Plural.Pick(state.Runnable, "waits", "wait")}{since}");
        }

        if (state.Active > 0)
        {
            parts.Add($"{Number(state.Active, parts)} {Plural.Pick(state.Active, "is", "are")} left in active");
        }

        if (state.Overdue > 0)
        {
            var since = state.OldestOverdue >= TimeSpan.FromSeconds(1) ? $" (the first for {Duration.Words(state.OldestOverdue.Value)})" : "";
            parts.Add($"{Number(state.Overdue, parts)} {Plural.Pick(state.Overdue, "is", "are")} overdue{since}");
        }

        return string.Join(", ", parts);
    }

    public static string Stalled(QueueState state)
    {
        var count = state.WithoutLock.Count;
        return $"{QueueVerdict.Jobs(count)} in active, but no worker holds {Plural.Pick(count, "it", "them")}"
            + (state.OldestWithoutLock is { } age ? $", the oldest for {Duration.Words(age)}" : "");
    }

    public static string Full(QueueState state) =>
        (state.Concurrency == "1" ? "the one place that its owner allows is taken" : $"all {state.Concurrency} places that its owner allows are taken")
            + $"; {QueueVerdict.Jobs(state.Runnable)} {Plural.Pick(state.Runnable, "waits", "wait")} for one";

    public static string Kept(QueueState state, QueueActivity activity) =>
        $"{QueueVerdict.Jobs(state.Completed)} that were completed fill memory; "
            + (activity.KeptByOption == true ? "removeOnComplete lets so many stay" : "removeOnComplete is not set on them");

    public static string Workers(QueueState state) => state switch
    {
        { Workers: > 0 and var workers } => Plural.Of(workers, "worker"),
        { Held: > 0 } => "held by a worker that gives no name",
        _ => "no worker that gives the name of this queue",
    };

    private static string Number(long count, List<string> before) => before.Count == 0 ? QueueVerdict.Jobs(count) : Figures.Count(count);
}
