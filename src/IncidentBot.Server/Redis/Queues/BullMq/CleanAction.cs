using IncidentBot.Actions;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Queues.BullMq.Scripts;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>
/// Removes finished jobs as https://docs.bullmq.io/guide/queues/removing-jobs does, oldest first. Each batch is written to a snapshot
/// and then removed in steps of a few milliseconds.
/// </summary>
internal sealed class CleanAction(RedisTargets targets, QueueNames names, QueueOptions options, TimeProvider time) : QueueChange(targets, names, options)
{
    private const int FirstBatch = 50;
    private const int MostJobs = 250;
    private const long BatchBytes = 8 << 20;
    private const int Weighed = 100;
    private const int SmallestStep = 20;
    private static readonly TimeSpan StepGoal = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan BatchLimit = TimeSpan.FromSeconds(30);

    private readonly QueueOptions options = options;

    public override ActionDefinition Definition { get; } = new(
        new ActionId("queue.clean"),
        Risk.Destructive,
        "Removes old completed or failed jobs, after a snapshot of them")
    {
        Parameters =
        [
            QueueParameters.Queue,
            new Parameter("state", "which jobs", "completed") { Required = true, Choices = ["completed", "failed"] },
            new Parameter("older-than", "an age such as 7d, or keep=1000 for all but the newest", "7d") { Required = true, Check = CleanScope.Fault },
        ],
        TimeLimit = TimeSpan.FromMinutes(30),
    };

    protected override IEnumerable<RedisCommand> Needs(QueueWork work) => [.. CleanScripts.Remove.Needs(work), RedisCommand.Of("DUMP", work.Keys["*"])];

    protected override async Task<PlanResult> PlanAsync(QueueWork work, ActionCall call, CancellationToken ct)
    {
        var (set, scope) = Of(call);
        var jobs = await CountAsync(work.Session, work.State, set, scope, ct);
        if (jobs == 0)
        {
            return new PlanResult.Nothing($"{work.Name} has no {set} jobs {scope}.");
        }

        var bytes = (long)(jobs * await MeanBytesAsync(work, set, ct));
        if (bytes > options.SnapshotMaxBytes)
        {
            return new PlanResult.Refused(
                $"The snapshot would be about {Figures.Bytes(bytes)}, more than the {Figures.Bytes(options.SnapshotMaxBytes)} allowed.",
                "Take a smaller part, such as a greater age, or raise Queues:SnapshotMaxBytes.");
        }

        return new PlanResult.Ready(new ActionPlan($"Would remove {QueueVerdict.Jobs(jobs)} of {work.Name}: all {set} {scope}, about {Figures.Bytes(bytes)}.")
        {
            Figures = [new PlanFigure("jobs", jobs, "jobs", 0.25), new PlanFigure("bytes", bytes, "bytes", 0.5)],
            Notes =
            [
                $"Each job goes to the snapshot {options.SnapshotPath}/<run>{Snapshot.Extension} first; /queue restore brings them back. "
                    + "Deduplication keys are removed too and do not come back.",
                $"The snapshot holds what is in the jobs and can be read by the bot's account only. Bytes are from a sample of {Weighed}.",
                $"Other clients wait a few milliseconds at most: steps of {SmallestStep} to {MostJobs} jobs, "
                    + $"as many as take {StepGoal.TotalMilliseconds:0} ms.",
                .. set == "failed" ? ["A failed child that its parent still waits for is kept."] : Array.Empty<string>(),
            ],
        });
    }

    protected override async Task<ApplyResult> ApplyAsync(QueueWork work, QueueRun run, CancellationToken ct)
    {
        var (set, scope) = Of(run.Call);
        var done = new Cleaned(0, 0, 0);
        try
        {
            var header = new SnapshotHeader(run.Call.Target, work.Keys.Prefix, work.Name, set, work.State.Version!, work.State.At);
            await using var snapshot =
                await SnapshotWriter.CreateAsync(Snapshot.FileOf(options, run.Id.Value.ToString("N")), header, options.SnapshotMaxBytes, ct);
            var left = scope.Keep is null ? long.MaxValue : await CountAsync(work.Session, work.State, set, scope, ct);
            var batch = FirstBatch;
            var step = new StepSize(time, SmallestStep, MostJobs, StepGoal);
            while (left > 0)
            {
                ct.ThrowIfCancellationRequested();
                var jobs = await TakeAsync(work, set, scope.UpTo(work.State.At), skip: done.Kept, Math.Min(batch, left), ct);
                if (jobs.Count == 0)
                {
                    break;
                }

                await snapshot.WriteAsync(jobs, ct);
                for (var next = 0; next < jobs.Count;)
                {
                    var some = jobs.GetRange(next, Math.Min(step.Current, jobs.Count - next));
                    var reply = await step.MeasureAsync(
                        () => CleanScripts.Remove.RunAsync(work, [set, .. some.SelectMany(job => new RedisArgument[] { job.Id, job.Score })], ct));
                    done = new Cleaned(done.Removed + reply[0], done.Kept + reply[1], done.Gone + reply[2]);
                    next += some.Count;
                }

                left -= jobs.Count;
                batch = jobs.Sum(job => job.Bytes) > BatchBytes ? Math.Max(1, batch / 2) : Math.Min(MostJobs, batch * 2);
                run.Report(done.Removed, run.Plan.Figure("jobs"), "jobs removed");
            }

            return new ApplyResult.Done($"Removed {QueueVerdict.Jobs(done.Removed)}."
                + $"{(done.Kept > 0 ? $" Kept {QueueVerdict.Jobs(done.Kept)} that a parent waits for." : "")} Snapshot: "
                + $"{snapshot.Path} ({Figures.Bytes(snapshot.Bytes)}). To undo: "
                + $"/queue restore {Path.GetFileNameWithoutExtension(snapshot.Path)}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ApplyResult.Failed($"Stopped after {QueueVerdict.Jobs(done.Removed)}, because the snapshot cannot be written: "
                + $"{e.Message}. Nothing was removed that is not in it.");
        }
    }

    protected override async Task<VerifyResult> VerifyAsync(IRedisSession session, QueueState state, ActionCall call, ActionPlan plan, CancellationToken ct)
    {
        var (set, scope) = Of(call);
        var left = await CountAsync(session, state, set, scope, ct);

        // Jobs end meanwhile, and some are kept for their parent: as many as a tenth of the planned ones are not the rest of the work.
        var holds = left <= Math.Max(10, plan.Figure("jobs") / 10);
        return new VerifyResult(holds, $"{QueueVerdict.Jobs(left)} {set} {scope} {Plural.Pick(left, "is", "are")} left; "
            + $"{Figures.Count(set == "failed" ? state.Failed : state.Completed)} {set} in all");
    }

    private static async Task<List<SnapshotJob>> TakeAsync(QueueWork work, string set, RedisArgument upTo, long skip, long count, CancellationToken ct)
    {
        var page = (await work.Session.ExecuteAsync("ZRANGEBYSCORE", [work.Keys[set], "-inf", upTo, "WITHSCORES", "LIMIT", skip, count], ct)).AsItems();
        var ids = page.Where((_, place) => place % 2 == 0).Select(id => id.AsString()!).ToList();
        var parts = SnapshotJob.Parts;
        var dumps = ids.Count == 0
            ? []
            : await work.Session.PipelineAsync([.. ids.SelectMany(id => parts.Select(part => RedisCommand.Of("DUMP", work.Keys[id + part])))], ct, BatchLimit);
        return [.. ids.Select((id, place) => new SnapshotJob(id, page[(place * 2) + 1].AsString()!, parts
            .Select((part, at) => (Part: part, Dump: dumps[(place * parts.Count) + at].OrThrow() as RespValue.Text))
            .Where(key => key.Dump is not null).ToDictionary(key => key.Part, key => key.Dump!.Bytes.ToArray())))];
    }

    private static async Task<long> CountAsync(IRedisSession session, QueueState state, string set, CleanScope scope, CancellationToken ct) =>
        scope.Keep is { } keep
            ? Math.Max(0, (set == "failed" ? state.Failed : state.Completed) - keep)
            : (await session.ExecuteAsync("ZCOUNT", [state.Keys[set], "-inf", scope.UpTo(state.At)], ct)).AsLong() ?? 0;

    private static async Task<double> MeanBytesAsync(QueueWork work, string set, CancellationToken ct)
    {
        var ids = (await work.Session.ExecuteAsync("ZRANGE", [work.Keys[set], 0, Weighed - 1], ct)).AsItems();
        var replies = await work.Session.PipelineAsync([.. ids.Select(id => RedisCommand.Of("MEMORY", "USAGE", work.Keys[id.AsString()!]))], ct);
        return replies.Select(reply => reply.AsLong() ?? 0).DefaultIfEmpty(0).Average();
    }

    private static (string Set, CleanScope Scope) Of(ActionCall call) => (call["state"].ToLowerInvariant(), CleanScope.Parse(call["older-than"])!);

    private sealed record Cleaned(long Removed, long Kept, long Gone);
}
