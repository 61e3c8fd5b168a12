using IncidentBot.Actions;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>Failed jobs go back to the end of their queue, as <c>rq requeue</c> would put them, but none can be lost on the way.</summary>
internal sealed class RequeueAction(RedisTargets targets) : RqMoveAction(targets)
{
    private const string All = "all";

    public override ActionDefinition Definition { get; } = new(
        new ActionId("rq.requeue"),
        Risk.Change,
        "Puts failed jobs back into their queue: one by its id, or all")
    {
        Parameters = [QueueParameter, new Parameter("job", "a job's id as /rq failed shows it, or all, which is the default", All), RqLayout.VersionParameter],
        TimeLimit = TimeSpan.FromMinutes(10),
    };

    protected override string Noun => "failed";

    protected override RqMove MoveAt(string queue, DateTimeOffset now) => new(queue, RqKeys.Failed(queue), ["failed", "stopped"]);

    protected override string? OnlyIdOf(ActionCall call) => call.Find("job") is { } id && !id.Equals(All, StringComparison.OrdinalIgnoreCase) ? id : null;

    protected override IEnumerable<string> Warnings(IReadOnlyList<RqJob> jobs) =>
    [
        "They run from their beginning. A job that did half of its work before it failed does that half again: mails, payments, "
            + "messages. Requeue only what may run twice.",
        "Jobs that wait for these (deferred) start once they have finished.",
    ];

    protected override async Task<PlanResult> NothingAsync(IRedisSession session, ActionCall call, RqSelection selection, CancellationToken ct)
    {
        if (OnlyIdOf(call) is not { } id || selection.Jobs.Count > 0)
        {
            return await base.NothingAsync(session, call, selection, ct);
        }

        var hash = (await session.ExecuteAsync("HMGET", [RqKeys.Job(id), "status", "origin"], ct)).AsItems(2);
        return hash[0].AsString() is { } status
            ? new PlanResult.Nothing($"{id} is not among the failed jobs of {call["queue"]}: "
                + $"it is {status}{(hash[1].AsString() is { } origin && origin != call["queue"] ? $" in {origin}" : "")}.")
            : new PlanResult.Refused($"There is no job {id}.", $"See the failed ones: /rq failed {call["queue"]} on {call.Target}");
    }
}
