using IncidentBot.Actions;
using IncidentBot.Redis.Peers;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Standby;

/// <summary>The way back after a takeover, once the primary follows: the roles are exchanged again, with nothing lost.</summary>
internal sealed class ReturnToPrimaryAction(RedisTargets targets, PairReader reader, RoleSwitch roles) : IChangeAction
{
    public static readonly ActionId Id = new("redis.return-to-primary");

    public ActionDefinition Definition { get; } = new(Id, Risk.Change, "Makes the primary the master again, and the standby its replica")
    {
        TimeLimit = TimeSpan.FromMinutes(1),
    };

    public Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct) => PairPlanning.PlanAsync(targets, reader, call, async pair =>
        WhyNot(pair)
        ?? await PairPlanning.LacksRightsAsync(pair.Standby, ct, ["CLIENT", "PAUSE", "1", "WRITE"], ["REPLICAOF", "NO", "ONE"])
        ?? await PairPlanning.LacksRightsAsync(pair.Primary, ct, ["REPLICAOF", "NO", "ONE"])
        ?? new PlanResult.Ready(Plan(pair)), ct);

    public Task<ApplyResult> ApplyAsync(ActionCall call, ActionPlan plan, ExecutionPermit permit, IProgress<RunProgress> progress, CancellationToken ct) =>
        RedisPlanning.ApplyTargetAsync(targets, call, progress, async (target, seen) =>
        {
            var pair = (await reader.ReadAsync(target, ct))!;
            return WhyNot(pair) is { } changed
                ? new ApplyResult.Failed($"Nothing was done: {PromotePlan.Why(changed)}")
                : await roles.RunAsync(pair.Standby.Target, pair.Primary.Target, seen, ct);
        });

    public Task<VerifyResult> VerifyAsync(
        ActionCall call,
        ActionPlan plan,
        CancellationToken ct) => PairPlanning.VerifyAsync(targets, reader, call, async pair =>
    {
        var (primary, standby) = (pair.Primary, pair.Standby);
        return !primary.IsMaster
            ? new VerifyResult(false, $"{primary.Name} is {(primary.Info is null ? $"not readable: {primary.Trouble}" : "still a replica")}")
            : standby.Facts is not { IsReplica: true } ? new VerifyResult(false, $"{primary.Name} is the master, and {standby.Name} does not follow it")
            : await PairPlanning.WhyNoWriteAsync(primary, ct) is { } trouble ? new VerifyResult(false, trouble)
            : new VerifyResult(standby.Facts.Follows(primary.Facts!), $"{primary.Name} is the master and took a test write; "
                + $"{standby.Name} "
                + $"{(standby.Facts.Follows(primary.Facts!)
                    ? $"follows, {pair.Behind}" : "is its replica, and its link is not up yet")}");
    }, ct);

    private static PlanResult? WhyNot(Pair pair)
    {
        var (primary, standby) = (pair.Primary, pair.Standby);
        var look = $"See /redis standby on {primary.Name}";
        return (primary, standby) switch
        {
            ({ IsMaster: true }, { IsMaster: true }) => new PlanResult.Refused($"{primary.Name} and {standby.Name} both are masters.", look),
            ({ IsMaster: true }, _) => new PlanResult.Nothing($"{primary.Name} is the master already."),
            ({ Info: null }, _) => new PlanResult.Refused($"{primary.Name} cannot be read: {primary.Trouble}.", look),
            (_, { Info: null }) => new PlanResult.Refused($"{standby.Name} cannot be read: {standby.Trouble}.", look),
            _ when !primary.Facts!.Follows(standby.Facts!) =>
                new PlanResult.Refused($"{primary.Name} does not follow {standby.Name} with its link up.", $"First /redis rejoin on {primary.Name}"),
            _ => null,
        };
    }

    private static ActionPlan Plan(Pair pair)
    {
        var (primary, standby) = (pair.Primary, pair.Standby);
        return new ActionPlan($"Would make {primary.Name} the master again and {standby.Name} its replica, with nothing lost.")
        {
            Pins = new Dictionary<string, string>
            {
                ["primary"] = ServerPins.IdOf(primary.Info),
                ["standby"] = ServerPins.IdOf(standby.Info),
                ["bytes behind"] = AtStake.Magnitude(pair.Apart),
            },
            Notes =
            [
                $"{primary.Name} is {pair.Behind}. Writes on {standby.Name} pause until that is 0, "
                    + $"for {Duration.Words(RoleSwitch.LongestPause)} at most; if it takes longer, nothing is changed.",
                $"Afterwards {standby.Name} answers writes with READONLY: applications have to write to {primary.Target.Node.Address}.",
                "The roles last until a restart: write them into each redis.conf too.",
            ],
            Undo = new ActionCall(new ActionId("redis.promote-standby"), primary.Name, new Dictionary<string, string>()),
        };
    }
}
