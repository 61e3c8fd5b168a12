using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>Work that comes faster than it is done. A burst that will be done in a few minutes is none.</summary>
/// <param name="Done">In <paramref name="Span"/>.</param>
internal sealed record Backlog(long Waiting, TimeSpan Waited, long Done, TimeSpan Span)
{
    /// <summary>Below that, a few long jobs make any estimate.</summary>
    private const int Much = 100;

    /// <summary>A burst is not late at its first minute, and the pace has been measured over one.</summary>
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(1);

    /// <summary>What people still wait for without asking where it is.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public double DonePerMinute => Done / Span.TotalMinutes;

    /// <summary>Until the last of them has its turn; null where nothing is done.</summary>
    public TimeSpan? UntilDone => Done == 0 ? null : TimeSpan.FromMinutes(Math.Min(Waiting / DonePerMinute, TimeSpan.FromDays(3650).TotalMinutes));

    public string Words => $"{Plural.Of(Waiting, "job")} wait, the first for {Duration.Words(Waited)}; "
        + (UntilDone is { } left
            ? $"{Pace} done a minute: at that pace the last has its turn in {Duration.Words(left)}"
            : $"none was done in the last {Duration.Words(Span)}");

    public static Backlog? Of(QueueState state, QueueActivity activity, FailureWave ended)
    {
        if (state.Runnable < Much || activity.HeadWaited is not { } waited || waited < LongEnough)
        {
            return null;
        }

        var done = (ended.Ended ?? 0) - ended.Retried;
        var backlog = new Backlog(state.Runnable, waited, done, Worked(activity, ended.Span));
        return backlog.UntilDone is { } left ? left > Patience ? backlog : null : waited > Patience ? backlog : null;
    }

    private string Pace => DonePerMinute >= 1 ? Figures.Count((long)DonePerMinute) : "less than one";

    /// <summary>Of a queue whose work has just begun only the time since then counts.</summary>
    private static TimeSpan Worked(QueueActivity activity, TimeSpan span)
    {
        var since = activity.At - span;
        var begun = activity.Events.Seen.LastOrDefault(one => one.IsWork && one.At >= since)?.At;
        var worked = activity.Events.From <= since && begun is { } at ? activity.At - at : span;
        return worked < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : worked;
    }
}
