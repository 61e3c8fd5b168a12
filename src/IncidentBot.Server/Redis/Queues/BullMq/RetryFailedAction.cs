using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Redis.Queues.BullMq.Scripts;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>
/// https://docs.bullmq.io/guide/jobs/retrying-job-jobs, as job.retry() does it, for one failed job or all that had failed when
/// it was planned.
/// </summary>
internal sealed class RetryFailedAction(RedisTargets targets, QueueNames names, QueueOptions options) : QueueChange(targets, names, options)
{
    private const string All = "all";
    private const string Newest = "newest failure";

    public override ActionDefinition Definition { get; } = new(new ActionId("queue.retry-failed"), Risk.Change, "Puts failed jobs back in line")
    {
        Parameters = [QueueParameters.Queue, new Parameter("job", "the id of one job, or all", All)],
        TimeLimit = TimeSpan.FromMinutes(10),
    };

    protected override IEnumerable<RedisCommand> Needs(QueueWork work) => MoveScripts.RetryFailed.Needs(work);

    protected override async Task<PlanResult> PlanAsync(QueueWork work, ActionCall call, CancellationToken ct)
    {
        var (failed, job) = (work.Keys["failed"], One(call));
        long jobs = 1;
        if (job is null)
        {
            jobs = work.State.Failed;
        }
        else if ((await work.Session.ExecuteAsync("ZSCORE", [failed, job], ct)).IsNil)
        {
            return new PlanResult.Nothing($"{work.Name} has no failed job {job}.");
        }
        else if ((await work.Session.ExecuteAsync("EXISTS", [work.Keys[job]], ct)).AsLong() == 0)
        {
            return new PlanResult.Refused(
                $"The data of job {job} is gone; only its id is left.",
                "There is nothing to run. Add the job again from its source.");
        }

        var newest = (await work.Session.ExecuteAsync("ZREVRANGE", [failed, 0, 0, "WITHSCORES"], ct)).AsItems();
        if (jobs == 0 || newest.Count == 0)
        {
            return new PlanResult.Nothing($"{work.Name} has no failed jobs.");
        }

        return new PlanResult.Ready(new ActionPlan(
            $"Would put {(job is null ? QueueVerdict.Jobs(jobs) : $"job {job}")} of {work.Name} from failed back in line.")
        {
            Figures = [new PlanFigure("jobs", jobs, "jobs", 0.25)],
            Carries = new Dictionary<string, string> { [Newest] = Text(double.Parse(newest[1].AsString()!, CultureInfo.InvariantCulture)) },
            Notes =
            [
                "A job that failed half way does its work again: only for jobs that may safely run twice.",
                "The attempts made so far still count: a job at its last attempt gets one more, without backoff.",
                work.Layout is QueueLayout.V5 ? "A job with a priority goes to the ordinary line, as BullMQ 5 does it." : "A job with a priority keeps it.",
                .. QueueNotes.Of(work.State),
            ],
        });
    }

    protected override async Task<ApplyResult> ApplyAsync(QueueWork work, QueueRun run, CancellationToken ct)
    {
        var moved = One(run.Call) is { } job
            ? Moved.From(await MoveScripts.RetryFailed.RunAsync(work, [job], ct))
            : await SetMove.RunAsync(work, MoveScripts.RetryFailed, "failed", run.Plan.CarriedNumber(Newest), run, "jobs retried", ct);
        return new ApplyResult.Done(moved.Say("Retried"));
    }

    protected override async Task<VerifyResult> VerifyAsync(IRedisSession session, QueueState state, ActionCall call, ActionPlan plan, CancellationToken ct)
    {
        var newest = plan.CarriedNumber(Newest);
        if (One(call) is { } job)
        {
            // Failed again is retried all the same.
            var score = await session.ExecuteAsync("ZSCORE", [state.Keys["failed"], job], ct);
            return score.IsNil ? new VerifyResult(true, $"job {job} is no longer in failed")
                : double.Parse(score.AsString()!, CultureInfo.InvariantCulture) > newest ? new VerifyResult(true, $"job {job} ran and failed again")
                : new VerifyResult(false, $"job {job} is still in failed");
        }

        var left = await SetMove.LeftAsync(session, state.Keys, "failed", newest, ct);
        return new VerifyResult(left == 0, left == 0
            ? $"none of them is left in failed; {QueueVerdict.Jobs(state.Failed)} failed since or "
                + $"{Plural.Pick(state.Failed, "has", "have")} no data; {Figures.Count(state.Runnable)} waiting"
            : $"{QueueVerdict.Jobs(left)} {Plural.Pick(left, "is", "are")} still in failed");
    }

    private static string Text(double score) => ((long)score).ToString(CultureInfo.InvariantCulture);

    private static string? One(ActionCall call) => call.Find("job") is { } job && !string.Equals(job, All, StringComparison.OrdinalIgnoreCase) ? job : null;
}
