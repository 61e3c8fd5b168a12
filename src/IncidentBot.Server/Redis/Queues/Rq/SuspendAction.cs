using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>Stops all RQ workers of this Redis from taking further jobs, without ending them: what <c>rq suspend</c> does.</summary>
internal sealed class SuspendAction(RedisTargets targets) : RqPauseAction(targets)
{
    public override ActionDefinition Definition { get; } = new(
        new ActionId("rq.suspend"),
        Risk.Change,
        "Stops all RQ workers from taking jobs; those under way are finished")
    {
        Parameters =
        [
            new Parameter("seconds", "for how long; until /rq resume where it is left out", "600")
            {
                Check = value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
                    ? null
                    : "is not a number of seconds.",
            },
            RqLayout.VersionParameter,
        ],
    };

    protected override bool Suspends => true;

    protected override ActionPlan Plan(ActionCall call, RedisTarget target, IReadOnlyList<RqQueue> queues, RqWorkers workers, RqSuspension now) =>
        new($"Would keep {workers.Count()} on {target.Name} from taking further "
            + $"jobs{(call.Find("seconds") is { } seconds ? $" for {seconds} s" : " until they are resumed")}; "
            + $"{Figures.Count(queues.Sum(queue => queue.Queued))} wait in {Plural.Of(queues.Count, "queue")}.")
        {
            Figures = [new PlanFigure("workers", workers.Alive.Count(), "workers", 1)],
            Notes =
            [
                $"It holds for every queue there, not for one. {Plural.Of(queues.Sum(queue => queue.Started), "job")} under way "
                    + $"{Plural.Pick(queues.Sum(queue => queue.Started), "is", "are")} finished.",
                "A worker that is already waiting for a job takes one more before it looks.",
                "New jobs are still accepted and wait.",
            ],
            Undo = Back(call, "rq.resume", null),
        };

    protected override async Task<string> ApplyAsync(IRedisSession session, ActionCall call, CancellationToken ct)
    {
        RedisArgument[] lasting = call.Find("seconds") is { } seconds ? ["EX", seconds] : [];
        var reply = (await session.ExecuteAsync("SET", [RqKeys.Suspended, 1, .. lasting, "NX"], ct)).AsString();
        return reply is null ? "RQ had been suspended by somebody else already." : "Suspended RQ.";
    }
}
