using IncidentBot.Actions;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>Lets suspended workers take jobs again: what <c>rq resume</c> does.</summary>
internal sealed class ResumeAction(RedisTargets targets) : RqPauseAction(targets)
{
    public override ActionDefinition Definition { get; } = new(new ActionId("rq.resume"), Risk.Change, "Lets suspended RQ workers take jobs again")
    {
        Parameters = [RqLayout.VersionParameter],
    };

    protected override bool Suspends => false;

    protected override ActionPlan Plan(ActionCall call, RedisTarget target, IReadOnlyList<RqQueue> queues, RqWorkers workers, RqSuspension now) =>
        new($"Would let {workers.Count()} on {target.Name} take jobs again; {Figures.Count(queues.Sum(queue => queue.Queued))} wait in "
            + $"{Plural.Of(queues.Count, "queue")}.")
        {
            Figures = [new PlanFigure("waiting", queues.Sum(queue => queue.Queued), "jobs", 1)],
            Notes =
            [
                $"RQ there is {now.Words}. Somebody suspended it for a reason: ask whether that is over.",
                "Suspended workers look about once a second.",
            ],
            Undo = Back(call, "rq.suspend", now.Left),
        };

    protected override async Task<string> ApplyAsync(IRedisSession session, ActionCall call, CancellationToken ct) =>
        (await session.ExecuteAsync("DEL", [RqKeys.Suspended], ct)).AsLong() > 0 ? "Resumed RQ." : "RQ had been resumed by somebody else already.";
}
