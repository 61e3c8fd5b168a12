using IncidentBot.Actions;
using IncidentBot.Redis.Queues.BullMq.Scripts;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>
/// https://docs.bullmq.io/guide/workers/pausing-queues. Under v5 it also joins <c>wait</c> and <c>paused</c> where two versions left jobs in
/// both; BullMQ 5 itself would rename one list over the other.
/// </summary>
internal sealed class ResumeAction(RedisTargets targets, QueueNames names, QueueOptions options) : QueueChange(targets, names, options)
{
    public override ActionDefinition Definition { get; } = new(new ActionId("queue.resume"), Risk.Change, "Resumes a paused queue")
    {
        Parameters = [QueueParameters.Queue],
    };

    protected override bool Repairs => true;

    protected override IEnumerable<RedisCommand> Needs(QueueWork work) => PauseScripts.Resume.Needs(work);

    protected override Task<PlanResult> PlanAsync(QueueWork work, ActionCall call, CancellationToken ct)
    {
        var state = work.State;
        var split = work.Layout is QueueLayout.V5 && state.PausedList > 0 && (state.Wait > 0 || !state.Paused);
        return Task.FromResult<PlanResult>(!state.Paused && !split
            ? new PlanResult.Nothing($"{work.Name} is not paused.")
            : new PlanResult.Ready(new ActionPlan($"Would resume {work.Name}: {QueueVerdict.Jobs(state.Runnable)} may start.")
            {
                Figures = [new PlanFigure("jobs", state.Runnable, "jobs", 0.5)],
                Notes =
                [
                    state.NoWorkers
                        ? "No workers are connected: nothing will run until one is."
                        : $"{(state.Workers is { } workers and > 0 ? $"{workers} workers are connected" : "The workers are not known")}; they start at once.",
                    .. split ? [$"Jobs are in two lists ({Figures.Count(state.Wait)} in wait, "
                        + $"{Figures.Count(state.PausedList)} in paused), which BullMQ 5 would lose some of; "
                        + "all are kept."] : Array.Empty<string>(),
                    $"Undone by /queue pause {work.Name}.",
                ],
            }));
    }

    protected override async Task<ApplyResult> ApplyAsync(QueueWork work, QueueRun run, CancellationToken ct)
    {
        while (await PauseScripts.Resume.RunAsync(work, [PauseScripts.MostMoved], ct) is [> 0 and var left])
        {
            run.Progress.Report(new RunProgress($"{Figures.Count(left)} jobs left to move", null));
            ct.ThrowIfCancellationRequested();
        }

        return new ApplyResult.Done($"Resumed {work.Name}.");
    }

    protected override Task<VerifyResult> VerifyAsync(IRedisSession session, QueueState state, ActionCall call, ActionPlan plan, CancellationToken ct) =>
        Task.FromResult(new VerifyResult(
            !state.Paused && state.PausedList == 0,
            $"{state.Keys.Queue} is {(state.Paused ? "still " : "not ")}paused; {QueueVerdict.Jobs(state.Runnable)} waiting, "
                + $"{Figures.Count(state.Active)} "
                + $"active{(state.PausedList > 0 ? $", {Figures.Count(state.PausedList)} left in paused" : "")}"));
}
