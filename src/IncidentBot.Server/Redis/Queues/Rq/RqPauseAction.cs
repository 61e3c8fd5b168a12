using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>What <c>rq.suspend</c> and <c>rq.resume</c> have in common; each is the other's way back.</summary>
internal abstract class RqPauseAction(RedisTargets targets) : IChangeAction
{
    public abstract ActionDefinition Definition { get; }

    public Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct) => RedisPlanning.PlanAsync(targets, call, ChangeRights.Asked(
        [Suspends ? RedisCommand.Of("SET", RqKeys.Suspended, 1) : RedisCommand.Of("DEL", RqKeys.Suspended)],
        (target, session) => RedisPlanning.OnMasterAsync(target, session, async info =>
        {
            var names = await RqQueueNames.ReadAsync(session, ct);
            var workers = await RqWorkers.ReadAsync(session, ct);
            if ((await RqLayout.ReadAsync(session, workers, names.All, ct)).WhyNotChange(call) is { } refused)
            {
                return refused;
            }

            var queues = await RqQueue.ReadAsync(session, names.All, await RqTime.NowAsync(session, ct), ct);
            var suspension = await RqSuspension.ReadAsync(session, ct);
            return suspension.Suspended == Suspends
                ? new PlanResult.Nothing($"RQ on {target.Name} is {suspension.Words} already.")
                : new PlanResult.Ready(Plan(call, target, queues, workers, suspension) with { Pins = ServerPins.Server(info) });
        }, ct),
        ct), ct);

    public Task<ApplyResult> ApplyAsync(ActionCall call, ActionPlan plan, ExecutionPermit permit, IProgress<RunProgress> progress, CancellationToken ct) =>
        RedisPlanning.ApplyAsync(targets, call, progress, async (session, _) => new ApplyResult.Done(await ApplyAsync(session, call, ct)), ct);

    public Task<VerifyResult> VerifyAsync(ActionCall call, ActionPlan plan, CancellationToken ct) => RedisPlanning.VerifyAsync(targets, call, async session =>
    {
        var suspension = await RqSuspension.ReadAsync(session, ct);
        return new VerifyResult(suspension.Suspended == Suspends, $"RQ is {suspension.Words}");
    }, ct);

    protected abstract bool Suspends { get; }

    protected abstract ActionPlan Plan(ActionCall call, RedisTarget target, IReadOnlyList<RqQueue> queues, RqWorkers workers, RqSuspension now);

    protected abstract Task<string> ApplyAsync(IRedisSession session, ActionCall call, CancellationToken ct);

    /// <summary>The way back: the other verb, told the same version.</summary>
    protected static ActionCall Back(ActionCall call, string action, TimeSpan? left)
    {
        var arguments = new Dictionary<string, string>();
        if (left is { } time)
        {
            arguments["seconds"] = Math.Max(1, (long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        if (call.Find("version") is { } version)
        {
            arguments["version"] = version;
        }

        return new ActionCall(new ActionId(action), call.Target, arguments);
    }
}
