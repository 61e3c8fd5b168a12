using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>What the three changes that put jobs back into a queue have in common: plan, apply and verify.</summary>
internal abstract class RqMoveAction(RedisTargets targets) : IChangeAction
{
    private const int FunctionsLooked = 300;

    /// <summary>Tells the verification what was there at the time.</summary>
    private const string ReadAt = "read at";

    public abstract ActionDefinition Definition { get; }

    protected static Parameter QueueParameter { get; } = new("queue", "the queue, as /rq list shows it", "default") { Required = true };

    public Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct) =>
        RedisPlanning.PlanAsync(targets, call, ChangeRights.Asked(RqMove.Needs, (target, session) => RedisPlanning.OnMasterAsync(target, session, async info =>
        {
            var queue = call["queue"];
            var names = await RqQueueNames.ReadAsync(session, ct);
            if (!await names.HasAsync(session, queue, ct))
            {
                return new PlanResult.Refused($"RQ has no queue '{queue}' on {target.Name}.", names.Hint(queue));
            }

            var now = await RqTime.NowAsync(session, ct);
            var workers = await RqWorkers.ReadAsync(session, ct);
            if ((await RqLayout.ReadAsync(session, workers, [.. names.All.Append(queue).Distinct()], ct)).WhyNotChange(call) is { } refused)
            {
                return refused;
            }

            var counts = (await RqQueue.ReadAsync(session, [queue], now, ct))[0];
            if (WhyNot(counts) is { } rule)
            {
                return rule;
            }

            var selection = await RqMover.SelectAsync(session, MoveAt(queue, now), OnlyIdOf(call), ct);
            if (selection.Touched.Count == 0)
            {
                return await NothingAsync(session, call, selection, ct);
            }

            var suspended = (await session.ExecuteAsync("EXISTS", [RqKeys.Suspended], ct)).AsLong() > 0;
            return new PlanResult.Ready(new ActionPlan($"Would put {Plural.Of(selection.Movable.Count, $"{Noun} job")} {Into} {queue} on "
                + $"{target.Name}, behind the {Figures.Count(counts.Queued)} that wait there.")
            {
                Figures = [new PlanFigure("jobs", selection.Movable.Count, "jobs", 0.25)],
                Carries = new Dictionary<string, string> { [ReadAt] = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) },
                Pins = ServerPins.Server(info),
                Notes =
                [
                    .. await RqFunctions.TallyAsync(session, selection.Movable, FunctionsLooked, ct) is { } tally ? [tally] : Array.Empty<string>(),
                    .. selection.LeftOut(),
                    .. selection.Jobs.Count >= RqMover.Most
                        ? [$"One run takes {Figures.Count(RqMover.Most)}; run it again for the rest."]
                        : Array.Empty<string>(),
                    .. Warnings(selection.Movable),
                    Readiness(queue, workers, suspended),
                ],
                CannotBeUndone = "a job that a worker has run has had its effects.",
            });
        }, ct), ct), ct);

    public Task<ApplyResult> ApplyAsync(
        ActionCall call,
        ActionPlan plan,
        ExecutionPermit permit,
        IProgress<RunProgress> progress,
        CancellationToken ct) => RedisPlanning.ApplyAsync(targets, call, progress, async (session, reports) =>
    {
        // Selected once: a job that fails again meanwhile is not put back again.
        var move = MoveAt(call["queue"], await RqTime.NowAsync(session, ct));
        var selection = await RqMover.SelectAsync(session, move, OnlyIdOf(call), ct);
        var outcome = await RqMover.RunAsync(session, move, selection.Touched, reports, ct);
        var (moved, dropped) = (outcome.Count(RqFit.Moved), outcome.Count(RqFit.Expired));
        var others = selection.Touched.Count - moved - dropped;
        return outcome.Error is { } error
            ? new ApplyResult.Failed(
                $"The server refused after {Plural.Of(moved, "job")}: {error.Message} The others are where they were; run it again when that is mended.")
            : new ApplyResult.Done($"Put {Plural.Of(moved, "job")} {Into} "
                + $"{call["queue"]}{(dropped > 0 ? $", dropped {Figures.Count(dropped)} whose job has expired" : "")}"
                + $"{(others > 0 ? $", left {Figures.Count(others)} that somebody else took care of meanwhile" : "")}.");
    }, ct);

    public Task<VerifyResult> VerifyAsync(ActionCall call, ActionPlan plan, CancellationToken ct) => RedisPlanning.VerifyAsync(targets, call, async session =>
    {
        var queue = call["queue"];
        var planned = DateTimeOffset.FromUnixTimeMilliseconds(plan.CarriedNumber(ReadAt));
        var selection = await RqMover.SelectAsync(session, MoveAt(queue, planned), OnlyIdOf(call), ct);
        var left = selection.Touched.Count(job => job.IsUntouchedSince(planned));
        var now = await RqTime.NowAsync(session, ct);
        var counts = (await RqQueue.ReadAsync(session, [queue], now, ct))[0];
        var again = selection.Movable.Count - selection.Movable.Count(job => job.IsUntouchedSince(planned));
        var partly = plan.Figure("jobs") >= RqMover.Most;
        return new VerifyResult(left == 0 || partly, left > 0
            ? $"{Plural.Of(left, $"{Noun} job")} of the plan {Plural.Pick(left, "is", "are")} still where they were; "
                + $"{queue} holds {Figures.Count(counts.Queued)}"
            : $"none of the planned jobs is left there; {queue} holds {Figures.Count(counts.Queued)}, "
                + $"{Figures.Count(counts.Started)} are "
                + $"running{(again > 0 ? $", {Figures.Count(again)} came back to the list since" : "")}");
    }, ct);

    /// <summary>Before "job": <c>failed</c>.</summary>
    protected abstract string Noun { get; }

    protected virtual string Into => "back into";

    protected abstract RqMove MoveAt(string queue, DateTimeOffset now);

    protected abstract IEnumerable<string> Warnings(IReadOnlyList<RqJob> jobs);

    protected virtual string? OnlyIdOf(ActionCall call) => null;

    protected virtual PlanResult? WhyNot(RqQueue queue) => null;

    protected virtual Task<PlanResult> NothingAsync(IRedisSession session, ActionCall call, RqSelection selection, CancellationToken ct) =>
        Task.FromResult<PlanResult>(
            new PlanResult.Nothing($"{call["queue"]} has no {Noun} job to put there. {string.Join(' ', selection.LeftOut())}".TrimEnd()));

    private static string Readiness(string queue, RqWorkers workers, bool suspended) => (suspended, workers.Of(queue).Count(workers.IsThere)) switch
    {
        (true, _) => "RQ is suspended: the jobs will wait until /rq resume.",
        (_, 0) => $"No worker listens to {queue}: the jobs will wait until one is started.",
        (_, var count) => $"{Plural.Of(count, "worker")} {Plural.Pick(count, "listens", "listen")} to {queue} and will take them at once.",
    };
}
