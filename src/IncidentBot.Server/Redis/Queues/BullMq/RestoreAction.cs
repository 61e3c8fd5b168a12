using IncidentBot.Actions;
using IncidentBot.Redis.Queues.BullMq.Scripts;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>Brings back the jobs of a snapshot that <c>queue.clean</c> made. What exists stays as it is, so it can be repeated.</summary>
internal sealed class RestoreAction(RedisTargets targets, QueueNames names, QueueOptions options) : QueueChange(targets, names, options)
{
    private const int MostJobs = 100;
    private const long BatchBytes = 1 << 20;
    private const int LookStep = 500;

    private readonly QueueOptions options = options;

    public override ActionDefinition Definition { get; } = new(
        new ActionId("queue.restore"),
        Risk.Change,
        "Brings back the jobs that a clean removed, from its snapshot")
    {
        Parameters =
        [
            new Parameter("snapshot", "the name that queue.clean gave", "01978a7e5c2d7f10a1b2c3d4e5f60718") { Required = true, Check = Snapshot.NameFault },
        ],
        TimeLimit = TimeSpan.FromMinutes(30),
    };

    public override async Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct)
    {
        if (await HeaderAsync(call, ct) is not { } header)
        {
            return new PlanResult.Refused(
                $"There is no snapshot {call["snapshot"]} in {options.SnapshotPath}, or it cannot be read.",
                "The outcome of the queue.clean run names it.");
        }

        return header.Target != call.Target || header.Prefix != options.PrefixOf(call.Target)
            ? new PlanResult.Refused(
                $"The snapshot is of {header.Prefix}:{header.Queue} on {header.Target}.",
                $"Restore it there: /queue restore {call["snapshot"]} on {header.Target}")
            : await base.PlanAsync(call, ct);
    }

    protected override async Task<string> QueueOfAsync(ActionCall call, CancellationToken ct) => (await HeaderAsync(call, ct))?.Queue ?? "";

    protected override IEnumerable<RedisCommand> Needs(QueueWork work) => CleanScripts.Restore.Needs(work);

    protected override async Task<PlanResult> PlanAsync(QueueWork work, ActionCall call, CancellationToken ct)
    {
        var header = (await HeaderAsync(call, ct))!;
        if (header.Version.Split('.')[0] != work.State.Version!.Split('.')[0])
        {
            return new PlanResult.Refused(
                $"The snapshot is of {header.Version}, the queue is written by {work.State.Version} now.",
                "Add the jobs again from their source.");
        }

        var (absent, there, bytes) = await LookAsync(work.Session, work.Keys, header, call, ct);
        return absent == 0
            ? new PlanResult.Nothing($"All {QueueVerdict.Jobs(there)} of the snapshot exist already.")
            : new PlanResult.Ready(new ActionPlan($"Would bring back {QueueVerdict.Jobs(absent)} of {work.Name} to {header.Set}, {Figures.Bytes(bytes)}.")
            {
                Figures = [new PlanFigure("jobs", absent, "jobs", 0), new PlanFigure("bytes", bytes, "bytes", 0)],
                Notes =
                [
                    .. there > 0 ? [$"{QueueVerdict.Jobs(there)} {Plural.Pick(there, "exists", "exist")} already and "
                        + $"{Plural.Pick(there, "stays", "stay")} as {Plural.Pick(there, "it is", "they are")}."] : Array.Empty<string>(),
                    "None of them runs by that. Deduplication keys do not come back.",
                ],
            });
    }

    protected override async Task<ApplyResult> ApplyAsync(QueueWork work, QueueRun run, CancellationToken ct)
    {
        var header = (await HeaderAsync(run.Call, ct))!;
        var (batch, bytes, restored, there) = (new List<SnapshotJob>(), 0L, 0L, 0L);
        await foreach (var job in Snapshot.JobsAsync(File(run.Call), ct))
        {
            batch.Add(job);
            bytes += job.Bytes;
            if (batch.Count >= MostJobs || bytes >= BatchBytes)
            {
                await SendAsync();
            }
        }

        await SendAsync();
        return new ApplyResult.Done(
            $"Brought back {QueueVerdict.Jobs(restored)}.{(there > 0 ? $" {Figures.Count(there)} existed and stayed as they are." : "")}");

        async Task SendAsync()
        {
            ct.ThrowIfCancellationRequested();
            if (batch.Count == 0)
            {
                return;
            }

            var reply = await CleanScripts.Restore.RunAsync(work, [header.Set, .. batch.SelectMany(Arguments)], ct);
            (restored, there, bytes) = (restored + reply[0], there + reply[1], 0);
            batch.Clear();
            run.Report(restored, run.Plan.Figure("jobs"), "jobs brought back");
        }
    }

    protected override async Task<VerifyResult> VerifyAsync(IRedisSession session, QueueState state, ActionCall call, ActionPlan plan, CancellationToken ct)
    {
        if (await HeaderAsync(call, ct) is not { } header)
        {
            return new VerifyResult(false, "the snapshot can no longer be read");
        }

        var (absent, there, _) = await LookAsync(session, state.Keys, header, call, ct);
        return new VerifyResult(absent == 0, absent == 0
            ? $"all {QueueVerdict.Jobs(there)} of the snapshot exist"
            : $"{QueueVerdict.Jobs(absent)} of the snapshot {Plural.Pick(absent, "is", "are")} missing");
    }

    private async Task<(long Absent, long There, long Bytes)> LookAsync(
        IRedisSession session,
        QueueKeys keys,
        SnapshotHeader header,
        ActionCall call,
        CancellationToken ct)
    {
        var (batch, absent, there, bytes) = (new List<(string Id, long Bytes)>(), 0L, 0L, 0L);
        await foreach (var job in Snapshot.JobsAsync(File(call), ct))
        {
            batch.Add((job.Id, job.Bytes));
            if (batch.Count == LookStep)
            {
                await AskAsync();
            }
        }

        await AskAsync();
        return (absent, there, bytes);

        async Task AskAsync()
        {
            var replies = await session.PipelineAsync(
                [.. batch.SelectMany(job => new[] { RedisCommand.Of("EXISTS", keys[job.Id]), RedisCommand.Of("ZSCORE", keys[header.Set], job.Id) })],
                ct);
            for (var i = 0; i < batch.Count; i++)
            {
                var exists = replies[i * 2].AsLong() == 1 || !replies[(i * 2) + 1].OrThrow().IsNil;
                (absent, there, bytes) = exists ? (absent, there + 1, bytes) : (absent + 1, there, bytes + batch[i].Bytes);
            }

            batch.Clear();
        }
    }

    private string File(ActionCall call) => Snapshot.FileOf(options, call["snapshot"]);

    private async Task<SnapshotHeader?> HeaderAsync(ActionCall call, CancellationToken ct)
    {
        try
        {
            return await Snapshot.HeaderAsync(File(call), ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IEnumerable<RedisArgument> Arguments(SnapshotJob job) =>
        [job.Id, job.Score, job.Keys.Count, .. job.Keys.SelectMany(key => new RedisArgument[] { key.Key, key.Value })];
}
