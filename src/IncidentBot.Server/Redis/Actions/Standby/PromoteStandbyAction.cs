using IncidentBot.Actions;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Actions.Standby;

/// <summary>
/// Makes the standby the master. While the primary lives, only with nothing lost; once it is gone, with what the standby has. See
/// https://redis.io/docs/latest/commands/replicaof/.
/// </summary>
internal sealed class PromoteStandbyAction(RedisTargets targets, PairReader reader, PromotePlan plans, RoleSwitch roles) : IChangeAction
{
    public ActionDefinition Definition { get; } = new(
        new ActionId("redis.promote-standby"),
        Risk.Destructive,
        "Makes the standby the master; says first how much would be lost")
    {
        TimeLimit = TimeSpan.FromMinutes(1),
    };

    public Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct) => PairPlanning.PlanAsync(targets, reader, call, async pair =>
        PromotePlan.WhyNot(pair)
        ?? await PairPlanning.LacksRightsAsync(pair.Standby, ct, ["REPLICAOF", "NO", "ONE"])
        ?? (pair.Primary.IsGone ? null : await PairPlanning.LacksRightsAsync(pair.Primary, ct, ["CLIENT", "PAUSE", "1", "WRITE"], ["REPLICAOF", "NO", "ONE"]))
        ?? new PlanResult.Ready(plans.Of(pair)), ct);

    public Task<ApplyResult> ApplyAsync(
        ActionCall call,
        ActionPlan plan,
        ExecutionPermit permit,
        IProgress<RunProgress> progress,
        CancellationToken ct) => RedisPlanning.ApplyTargetAsync(targets, call, progress, async (target, seen) =>
    {
        var pair = (await reader.ReadAsync(target, ct))!;
        if (PromotePlan.WhyNot(pair) is { } changed)
        {
            return new ApplyResult.Failed($"Nothing was done: {PromotePlan.Why(changed)}");
        }

        if (!pair.Primary.IsGone)
        {
            return await roles.RunAsync(pair.Primary.Target, pair.Standby.Target, seen, ct);
        }

        (await pair.Standby.Target.Node.UseAsync(session => session.ExecuteAsync("REPLICAOF", ["NO", "ONE"], ct), ct)).OrThrow();
        return new ApplyResult.Done($"{pair.Standby.Name} is the master. Applications have to write to "
            + $"{pair.Standby.Target.Node.Address} now. Keep {pair.Primary.Name} from coming back as a master: until /redis rejoin, "
            + "writes to it are lost.");
    });

    public Task<VerifyResult> VerifyAsync(
        ActionCall call,
        ActionPlan plan,
        CancellationToken ct) => PairPlanning.VerifyAsync(targets, reader, call, async pair =>
    {
        var (primary, standby) = (pair.Primary, pair.Standby);
        if (!standby.IsMaster)
        {
            return new VerifyResult(false, $"{standby.Name} is {(standby.Info is null ? $"not readable: {standby.Trouble}" : "still a replica")}");
        }

        if (primary.IsMaster)
        {
            return new VerifyResult(false, $"{standby.Name} is the master, and so is {primary.Name}: end or fence {primary.Name}, or /redis rejoin on it");
        }

        return await PairPlanning.WhyNoWriteAsync(standby, ct) is { } trouble
            ? new VerifyResult(false, trouble)
            : new VerifyResult(true, $"{standby.Name} is the master and took a test write; "
                + $"{primary.Name} {(primary.Info is null ? $"does not answer ({primary.Trouble})" : "is a replica")}");
    }, ct);
}
