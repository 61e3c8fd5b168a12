using IncidentBot.Actions;
using IncidentBot.Redis.Queues.BullMq.Scripts;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>https://docs.bullmq.io/guide/jobs/stalled: active jobs without a lock go to the front of the line, as a worker's own check moves them.</summary>
internal sealed class RetryStalledAction(RedisTargets targets, QueueNames names, QueueOptions options) : QueueChange(targets, names, options)
{
    /// <summary>BullMQ's default for <c>maxStalledCount</c>, which is a setting of the workers and not in Redis.</summary>
    private const int StallsAllowed = 1;

    public override ActionDefinition Definition { get; } = new(
        new ActionId("queue.retry-stalled"),
        Risk.Change,
        "Puts active jobs that no worker holds back in line")
    {
        Parameters = [QueueParameters.Queue],
        TimeLimit = TimeSpan.FromMinutes(5),
    };

    protected override IEnumerable<RedisCommand> Needs(QueueWork work) => MoveScripts.RetryStalled.Needs(work);

    protected override Task<PlanResult> PlanAsync(QueueWork work, ActionCall call, CancellationToken ct)
    {
        var jobs = work.State.WithoutLock.Where(job => job.HasData).ToList();
        if (jobs.Count == 0)
        {
            return Task.FromResult<PlanResult>(new PlanResult.Nothing($"{work.Name} has no stalled jobs: "
                + $"{QueueVerdict.Jobs(work.State.Active)} in "
                + $"active{(work.State.WithoutLock.Count > 0 ? $", {work.State.WithoutLock.Count} of them ids without data" : ", all held by a worker")}."));
        }

        var tooOften = jobs.Count(job => job.Stalls >= StallsAllowed);
        return Task.FromResult<PlanResult>(new PlanResult.Ready(new ActionPlan(
            $"Would put {QueueVerdict.Jobs(jobs.Count)} of {work.Name} that no worker holds back in line, to run next.")
        {
            Figures = [new PlanFigure("jobs", jobs.Count, "jobs", 0.25)],
            Notes =
            [
                "A job may run twice: a worker that is alive but lost its lock, "
                    + "because Redis was away for longer than lockDuration (30 s by default), goes on with it. "
                    + "Only for jobs that may safely run twice.",
                work.State.Workers is > 0 and var workers
                    ? $"{(workers == 1 ? "1 worker is" : $"{workers} workers are")} connected. "
                        + "Workers do this by themselves within stalledInterval, 30 s by default: waiting may be enough."
                    : "The first choice is to start workers: they do this by themselves within stalledInterval, 30 s by default.",
                .. tooOften > 0 ? [$"{QueueVerdict.Jobs(tooOften)} {Plural.Pick(tooOften, "has", "have")} stalled before; "
                    + "by default a worker fails such a job instead of running it."] : Array.Empty<string>(),
                .. QueueNotes.Of(work.State),
            ],
        }));
    }

    protected override async Task<ApplyResult> ApplyAsync(QueueWork work, QueueRun run, CancellationToken ct)
    {
        var total = new Moved(0, 0, 0);
        IReadOnlyList<ActiveJob> stalled = work.State.WithoutLock;
        while (stalled.Count > 0)
        {
            Moved moved = new(0, 0, 0);
            foreach (var batch in stalled.Chunk(MoveScripts.MostJobs))
            {
                ct.ThrowIfCancellationRequested();
                moved += Moved.From(await MoveScripts.RetryStalled.RunAsync(work, [StallsAllowed, .. batch.Select(job => (RedisArgument)job.Id)], ct));
                run.Report(total.Jobs + moved.Jobs, run.Plan.Figure("jobs"), "jobs put back");
            }

            total = new Moved(total.Jobs + moved.Jobs, moved.WithoutData, total.Gone + moved.Gone);
            stalled = moved.Jobs == 0 ? [] : (await QueueReader.ReadAsync(work.Session, work.Keys, ct))?.WithoutLock ?? [];
        }

        return new ApplyResult.Done(total.Say("Put back"));
    }

    protected override Task<VerifyResult> VerifyAsync(IRedisSession session, QueueState state, ActionCall call, ActionPlan plan, CancellationToken ct)
    {
        var left = state.WithoutLock.Count(job => job.HasData);
        return Task.FromResult(new VerifyResult(left == 0, left == 0
            ? $"a worker holds each job in active ({Figures.Count(state.Active - state.WithoutLock.Count)}); {Figures.Count(state.Runnable)} waiting"
            : $"{QueueVerdict.Jobs(left)} in active {Plural.Pick(left, "has", "have")} no lock"));
    }
}
