using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Redis.Queues.BullMq.Scripts;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>https://docs.bullmq.io/guide/jobs/delayed: one delayed job now, or all that are due and were not started.</summary>
internal sealed class PromoteAction(RedisTargets targets, QueueNames names, QueueOptions options) : QueueChange(targets, names, options)
{
    private const string Overdue = "overdue";
    private const string Due = "due until";

    public override ActionDefinition Definition { get; } = new(
        new ActionId("queue.promote"),
        Risk.Change,
        "Starts delayed jobs that are overdue, or one of them early")
    {
        Parameters = [QueueParameters.Queue, new Parameter("job", "the id of one job, or overdue", Overdue)],
        TimeLimit = TimeSpan.FromMinutes(10),
    };

    protected override IEnumerable<RedisCommand> Needs(QueueWork work) => MoveScripts.Promote.Needs(work);

    protected override async Task<PlanResult> PlanAsync(QueueWork work, ActionCall call, CancellationToken ct)
    {
        var (state, job) = (work.State, One(call));
        if (job is null && state.Overdue == 0)
        {
            return new PlanResult.Nothing($"{work.Name} has no overdue jobs: {QueueVerdict.Jobs(state.Delayed)} delayed, none due.");
        }

        if (job is not null && (await work.Session.ExecuteAsync("ZSCORE", [work.Keys["delayed"], job], ct)).IsNil)
        {
            return new PlanResult.Nothing($"{work.Name} has no delayed job {job}.");
        }

        if (job is not null && (await work.Session.ExecuteAsync("EXISTS", [work.Keys[job]], ct)).AsLong() == 0)
        {
            return new PlanResult.Refused(
                $"The data of job {job} is gone; only its id is left.",
                "There is nothing to run. Add the job again from its source.");
        }

        return new PlanResult.Ready(new ActionPlan(
            $"Would put {(job is null
                ? $"{QueueVerdict.Jobs(state.Overdue)} that {Plural.Pick(state.Overdue, "is", "are")} due"
                : $"the delayed job {job}")} of {work.Name} in line.")
        {
            Figures = [new PlanFigure("jobs", job is null ? state.Overdue : 1, "jobs", 0.5)],
            Carries = new Dictionary<string, string> { [Due] = state.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) },
            Notes =
            [
                "A job with a priority goes where its priority belongs.",
                .. state.Workers is > 0 && job is null
                    ? ["Workers are connected and do this by themselves; if they do not, they may be busy: see /queue status."]
                    : Array.Empty<string>(),
                .. QueueNotes.Of(state),
            ],
        });
    }

    protected override async Task<ApplyResult> ApplyAsync(QueueWork work, QueueRun run, CancellationToken ct)
    {
        var moved = One(run.Call) is { } job
            ? Moved.From(await MoveScripts.Promote.RunAsync(work, [job], ct))
            : await SetMove.RunAsync(work, MoveScripts.Promote, "delayed", UpTo(run.Plan), run, "jobs promoted", ct);
        return new ApplyResult.Done(moved.Say("Promoted"));
    }

    protected override async Task<VerifyResult> VerifyAsync(IRedisSession session, QueueState state, ActionCall call, ActionPlan plan, CancellationToken ct)
    {
        if (One(call) is { } job)
        {
            var gone = (await session.ExecuteAsync("ZSCORE", [state.Keys["delayed"], job], ct)).IsNil;
            return new VerifyResult(gone, $"job {job} is {(gone ? "no longer" : "still")} in delayed");
        }

        var left = await SetMove.LeftAsync(session, state.Keys, "delayed", UpTo(plan), ct);
        return new VerifyResult(left == 0, left == 0
            ? $"none of them is left in delayed; {Figures.Count(state.Runnable)} waiting"
            : $"{QueueVerdict.Jobs(left)} {Plural.Pick(left, "is", "are")} due and still in delayed");
    }

    private static long UpTo(ActionPlan plan) => QueueReader.DueScore(DateTimeOffset.FromUnixTimeMilliseconds(plan.CarriedNumber(Due)));

    private static string? One(ActionCall call) => call.Find("job") is { } job && !string.Equals(job, Overdue, StringComparison.OrdinalIgnoreCase) ? job : null;
}
