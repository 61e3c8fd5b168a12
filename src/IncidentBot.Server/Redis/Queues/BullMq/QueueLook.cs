using IncidentBot.Readings;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>A queue as it is and what happened in it, and what that means.</summary>
internal sealed record QueueLook(QueueState State, QueueActivity Activity)
{
    /// <summary>The worst first.</summary>
    public IReadOnlyList<QueueVerdict> Verdicts { get; } = QueueVerdict.All(State, Activity);

    public QueueVerdict Verdict => Verdicts[0];

    /// <returns>Null when there is no such queue.</returns>
    public static async Task<QueueLook?> ReadAsync(IRedisSession session, QueueKeys keys, QueueServer server, LookDepth depth, CancellationToken ct) =>
        await QueueReader.ReadAsync(session, keys, server, ct) is { } state
            ? new QueueLook(state, await QueueActivity.ReadAsync(session, state, depth, ct))
            : null;

    /// <summary>The numbers behind the verdicts, beside those of <see cref="QueueState"/>.</summary>
    public IEnumerable<Reading?> Readings
    {
        get
        {
            var ended = EndedJobs.Of(Activity);
            var poison = PoisonJob.Of(State, Activity);
            var backlog = Backlog.Of(State, Activity, ended);
            return
            [
                .. ended.ReadingsOf("queue"),
                Reading.Count("queue.retried_of_late", ended.Retried),
                Reading.Count("queue.poison_stalls", poison?.Stalls),
                Reading.Count("queue.poison_tries", poison?.Tries),
                Reading.Seconds("queue.starved_age", Starvation.Of(Activity)?.Waited),
                Reading.Seconds("queue.until_done", backlog?.UntilDone),
            ];
        }
    }
}
