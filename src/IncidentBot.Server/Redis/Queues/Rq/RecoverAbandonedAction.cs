using IncidentBot.Actions;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>Started jobs whose heartbeat has expired and whose worker is gone go back to the queue. RQ's own cleanup would call them failed.</summary>
internal sealed class RecoverAbandonedAction(RedisTargets targets) : RqMoveAction(targets)
{
    public override ActionDefinition Definition { get; } = new(
        new ActionId("rq.recover-abandoned"),
        Risk.Change,
        "Puts started jobs whose worker is gone back into their queue")
    {
        Parameters = [QueueParameter, RqLayout.VersionParameter],
        TimeLimit = TimeSpan.FromMinutes(10),
    };

    protected override string Noun => "abandoned";

    protected override RqMove MoveAt(string queue, DateTimeOffset now) => RqMove.Abandoned(queue, now);

    protected override IEnumerable<string> Warnings(IReadOnlyList<RqJob> jobs) =>
    [
        $"Gone: {string.Join(", ", jobs.Select(job => job.Worker).Distinct().Take(5))}. A worker runs each job in a process of its own, "
            + "and that process survives when only the worker is killed: it may still be running the job. "
            + "Look on the worker's host (ps -ef | grep rq) and end it first, or the job runs twice at once.",
        "They run from their beginning: a job that did half of its work does that half again.",
    ];
}
