using IncidentBot.Actions;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>Does once what a scheduler does all the time: scheduled jobs that are due go into their queue.</summary>
internal sealed class EnqueueOverdueAction(RedisTargets targets) : RqMoveAction(targets)
{
    public override ActionDefinition Definition { get; } = new(
        new ActionId("rq.enqueue-overdue"),
        Risk.Change,
        "Puts scheduled jobs that are due into their queue, where no scheduler does")
    {
        Parameters = [QueueParameter, RqLayout.VersionParameter],
        TimeLimit = TimeSpan.FromMinutes(10),
    };

    protected override string Noun => "overdue";

    protected override string Into => "into";

    protected override RqMove MoveAt(string queue, DateTimeOffset now) => new(queue, RqKeys.Scheduled(queue), ["scheduled"])
    {
        UpTo = now,
        Again = false,
        Guard = _ => RqKeys.SchedulerLock(queue),
    };

    // A scheduler reads and moves in two steps: beside it a job could be queued twice.
    protected override PlanResult? WhyNot(RqQueue queue) => queue is { HasScheduler: true, Overdue: > 0 }
        ? new PlanResult.Refused(
            $"A scheduler holds {RqKeys.SchedulerLock(queue.Name)} and looks after {queue.Name}: it takes due jobs by itself within seconds.",
            $"If it was killed, its lock expires within about a minute. Look again then: /rq status {queue.Name}")
        : null;

    protected override IEnumerable<string> Warnings(IReadOnlyList<RqJob> jobs) =>
        ["This is done once. For the jobs that fall due later, start a worker with --with-scheduler."];
}
