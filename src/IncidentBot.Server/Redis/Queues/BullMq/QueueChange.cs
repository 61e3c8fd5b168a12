using IncidentBot.Actions;
using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>
/// What all changes of a queue share: it exists, its server takes writes, and one known version writes it. Looked at again when
/// the run starts, and once more inside every script.
/// </summary>
internal abstract class QueueChange(RedisTargets targets, QueueNames names, QueueOptions options) : IChangeAction
{
    public abstract ActionDefinition Definition { get; }

    /// <summary>True for the action that puts together what two versions took apart.</summary>
    protected virtual bool Repairs => false;

    public virtual Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct) => RedisPlanning.PlanAsync(targets, call, async (target, session) =>
    {
        var keys = new QueueKeys(options.PrefixOf(target.Name), await QueueOfAsync(call, ct));
        if (await QueueReader.ReadAsync(session, keys, ct) is not { } state)
        {
            return new PlanResult.Refused($"{target.Name} has no queue '{keys.Queue}'.", await names.HintAsync(session, keys.Prefix, keys.Queue, ct));
        }

        return await RedisPlanning.OnMasterAsync(target, session, async info =>
        {
            var fit = QueueFit.Of(state, Repairs);
            if (fit.Layout is not { } layout)
            {
                return new PlanResult.Refused($"{keys.Queue} is not changed: {fit.Why}.", fit.Needed);
            }

            var work = new QueueWork(session, state, layout);
            var result = await ChangeRights.AskAsync(target, session, await PlanAsync(work, call, ct), [.. Needs(work)], ct);
            return result is PlanResult.Ready ready ? new PlanResult.Ready(ready.Plan with { Pins = Pins(ready.Plan, state, info) }) : result;
        }, ct);
    }, ct);

    public Task<ApplyResult> ApplyAsync(ActionCall call, ActionPlan plan, ExecutionPermit permit, IProgress<RunProgress> progress, CancellationToken ct) =>
        RedisPlanning.ApplyAsync(targets, call, progress, async (session, reports) =>
        {
            var keys = new QueueKeys(options.PrefixOf(call.Target), await QueueOfAsync(call, ct));
            if (await QueueReader.ReadAsync(session, keys, ct) is not { } state)
            {
                return new ApplyResult.Failed($"The queue {keys.Queue} is gone; nothing was changed.");
            }

            return QueueFit.Of(state, Repairs) is { Layout: { } layout } && state.Version == plan.Pins["version"]
                ? await ApplyAsync(new QueueWork(session, state, layout), new QueueRun(call, plan, permit.Run, reports), ct)
                : new ApplyResult.Failed($"{keys.Queue} is used by another version now ({state.Version ?? "none"}); nothing was changed.");
        }, ct);

    public Task<VerifyResult> VerifyAsync(ActionCall call, ActionPlan plan, CancellationToken ct) => RedisPlanning.VerifyAsync(targets, call, async session =>
    {
        var keys = new QueueKeys(options.PrefixOf(call.Target), await QueueOfAsync(call, ct));
        return await QueueReader.ReadAsync(session, keys, ct) is { } state
            ? await VerifyAsync(session, state, call, plan, ct)
            : new VerifyResult(false, $"the queue {keys.Queue} is gone");
    }, ct);

    protected virtual Task<string> QueueOfAsync(ActionCall call, CancellationToken ct) => Task.FromResult(call["queue"]);

    /// <summary>What our user has to be allowed.</summary>
    protected abstract IEnumerable<RedisCommand> Needs(QueueWork work);

    protected abstract Task<PlanResult> PlanAsync(QueueWork work, ActionCall call, CancellationToken ct);

    protected abstract Task<ApplyResult> ApplyAsync(QueueWork work, QueueRun run, CancellationToken ct);

    protected abstract Task<VerifyResult> VerifyAsync(IRedisSession session, QueueState state, ActionCall call, ActionPlan plan, CancellationToken ct);

    private static Dictionary<string, string> Pins(ActionPlan plan, QueueState state, RedisInfo info) =>
        new(plan.Pins.Concat(ServerPins.ServerAndRole(info))) { ["version"] = state.Version! };
}

/// <summary>One execution of a planned change.</summary>
internal sealed record QueueRun(ActionCall Call, ActionPlan Plan, RunId Id, IProgress<RunProgress> Progress)
{
    public void Report(long done, double planned, string what) =>
        Progress.Report(new RunProgress($"{Figures.Count(done)} {what}", planned > 0 ? Math.Min(1, done / planned) : null));
}
