using IncidentBot.Actions;
using IncidentBot.Redis.Queues.BullMq.Scripts;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>https://docs.bullmq.io/guide/workers/pausing-queues, for all workers of the queue.</summary>
internal sealed class PauseAction(RedisTargets targets, QueueNames names, QueueOptions options) : QueueChange(targets, names, options)
{
    public override ActionDefinition Definition { get; } = new(new ActionId("queue.pause"), Risk.Change, "Pauses a queue: jobs are kept, none is started")
    {
        Parameters = [QueueParameters.Queue],
    };

    protected override IEnumerable<RedisCommand> Needs(QueueWork work) => PauseScripts.Pause.Needs(work);

    protected override Task<PlanResult> PlanAsync(QueueWork work, ActionCall call, CancellationToken ct) => Task.FromResult<PlanResult>(work.State.Paused
        ? new PlanResult.Nothing($"{work.Name} is paused already.")
        : new PlanResult.Ready(new ActionPlan(
            $"Would pause {work.Name}: {QueueVerdict.Jobs(work.State.Runnable)} would wait, and all that are added meanwhile.")
        {
            Notes = [$"{QueueVerdict.Jobs(work.State.Active)} in active run to their end. Undone by /queue resume {work.Name}."],
        }));

    protected override async Task<ApplyResult> ApplyAsync(QueueWork work, QueueRun run, CancellationToken ct)
    {
        while ((await PauseScripts.Pause.RunAsync(work, [PauseScripts.MostMoved], ct))[0] > 0)
        {
            ct.ThrowIfCancellationRequested();
        }

        return new ApplyResult.Done($"Paused {work.Name}.");
    }

    protected override Task<VerifyResult> VerifyAsync(IRedisSession session, QueueState state, ActionCall call, ActionPlan plan, CancellationToken ct) =>
        Task.FromResult(new VerifyResult(state.Paused, $"{state.Keys.Queue} is {(state.Paused ? "" : "not ")}paused; "
            + $"{QueueVerdict.Jobs(state.Runnable)} held, {Figures.Count(state.Active)} still active"));
}
