using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>The one thing to know about a queue. Where several hold, the one that causes the others.</summary>
/// <param name="Word">For a table.</param>
internal sealed record QueueVerdict(string Word, string Sentence, bool Healthy)
{
    /// <summary>Workers take due jobs at once; so late is too late.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(5);

    public static QueueVerdict Of(QueueState state) => state switch
    {
        { Paused: true } => Trouble("paused", $"paused: {Jobs(state.Runnable)} held until somebody resumes it"),
        { Workers: 0 } when state.Runnable + state.Active + state.Overdue > 0 =>
            Trouble("no workers", $"no workers are connected; {Jobs(state.Runnable)} and {Jobs(state.Active)} in active wait for one"),
        { Workers: 0 } => Trouble("no workers", "no workers are connected; nothing waits for them now"),
        { WithoutLock.Count: > 0 and var count } => Trouble("stalled", $"stalled: {Jobs(count)} in active, "
            + "but no worker holds "
            + $"{Plural.Pick(count, "it", "them")}"
            + $"{(state.OldestWithoutLock is { } age ? $", the oldest for {Duration.Words(age)}" : "")}"),
        { Full: true } when state.Runnable > 0 => Trouble("maxed", $"maxed: all {state.Concurrency} places that its owner allows are "
            + $"taken; {Jobs(state.Runnable)} {Plural.Pick(state.Runnable, "waits", "wait")} for one"),
        { LimitedFor: { } left } when state.Runnable > 0 =>
            Trouble("limited", $"limited: the rate limit holds {Jobs(state.Runnable)} for another {Duration.Words(left)}"),
        { OldestOverdue: { } late } when late > Overdue =>
            Trouble("overdue", $"overdue: {Jobs(state.Overdue)} should have started, the first {Duration.Words(late)} ago"),
        { Workers: null } => new("no trouble seen", "no trouble seen, but the server does not say whether workers are connected", true),
        _ => new("healthy", $"healthy: {Jobs(state.Runnable)} waiting, {Jobs(state.Active)} active, {Plural.Of(state.Workers.Value, "worker")}", true),
    };

    public static string Jobs(long count) => $"{Plural.Of(count, "job")}";

    private static QueueVerdict Trouble(string word, string sentence) => new(word, sentence, false);
}
