using IncidentBot.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Peers;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Standby;

/// <summary>What a promotion of the standby would do and lose, or why it must not be asked for.</summary>
internal sealed class PromotePlan(SeenOffsets seen, TimeProvider time)
{
    /// <summary>A master greets its replicas every ten seconds: one heard of since then is alive, whatever the bot can reach.</summary>
    private static readonly TimeSpan StillAlive = TimeSpan.FromSeconds(10);

    public static PlanResult? WhyNot(Pair pair)
    {
        var (primary, standby) = (pair.Primary, pair.Standby);
        var look = $"See /redis standby on {primary.Name}";
        return standby switch
        {
            { Info: null } => new PlanResult.Refused($"{standby.Name} cannot be read: {standby.Trouble}.", look),
            { IsMaster: true } when primary.IsMaster => new PlanResult.Refused($"{primary.Name} and {standby.Name} both are masters.", look),
            { IsMaster: true } => new PlanResult.Nothing($"{standby.Name} is the master already."),
            { Facts.SyncInProgress: true } => new PlanResult.Refused($"{standby.Name} is still copying all data: it has only a part of it.", look),
            { Facts.MasterLinkUp: not true, Facts.MasterLinkDownFor: null } =>
                new PlanResult.Refused($"{standby.Name} has never followed a master since it started as a replica: it has no copy.", look),
            _ => primary switch
            {
                { IsGone: true } when standby.Facts is { MasterLinkUp: true, LastHeardOfMaster: { } heard } && heard <= StillAlive => new PlanResult.Refused(
                    $"{primary.Name} does not answer the bot ({primary.Trouble}), "
                        + $"but {standby.Name} heard from it {Duration.Words(heard)} ago: it may be alive and taking writes.",
                    $"Wait until that is over {Duration.Words(StillAlive)}, or end {primary.Name} first."),
                { IsGone: true } => null,
                { Info: null } =>
                    new PlanResult.Refused($"{primary.Name} is there and cannot be read: {primary.Trouble}.", primary.Class?.Text().NextStep ?? look),
                { IsMaster: false } => new PlanResult.Refused($"{primary.Name} is a replica itself.", look),
                _ when !standby.Facts!.Follows(primary.Facts!) => new PlanResult.Refused(
                    $"{primary.Name} is alive and takes writes that {standby.Name} does not have.",
                    $"Repair the link, or end {primary.Name} first. See /redis standby on {primary.Name}"),
                _ => null,
            },
        };
    }

    /// <summary>The sentence of a refusal.</summary>
    public static string Why(PlanResult result) => result switch
    {
        PlanResult.Refused refused => refused.Rule,
        PlanResult.Nothing nothing => nothing.Why,
        _ => "",
    };

    public ActionPlan Of(Pair pair) => pair.Primary.IsGone ? OfGone(pair) : OfAlive(pair);

    private static ActionPlan OfAlive(Pair pair)
    {
        var (primary, standby) = (pair.Primary, pair.Standby);
        return new ActionPlan($"Would make {standby.Name} the master and {primary.Name} its replica, with nothing lost.")
        {
            Pins = Pins(pair, AtStake.Magnitude(pair.Apart)),
            Notes =
            [
                $"{standby.Name} is {pair.Behind}. Writes on {primary.Name} pause until that is 0, "
                    + $"for {Duration.Words(RoleSwitch.LongestPause)} at most; if it takes longer, nothing is changed.",
                $"Afterwards {primary.Name} answers writes with READONLY: applications have to write to {standby.Target.Node.Address}.",
                .. Common(pair),
            ],
            Undo = new ActionCall(ReturnToPrimaryAction.Id, primary.Name, new Dictionary<string, string>()),
        };
    }

    private ActionPlan OfGone(Pair pair)
    {
        var (primary, standby) = (pair.Primary, pair.Standby);
        var before = seen.Of(primary.Name) is { } last && last.HistoryId == standby.Facts!.HistoryId ? last : null;
        long? missing = before is null ? null : Math.Max(0, before.Offset - standby.Facts!.Offset);
        return new ActionPlan($"Would make {standby.Name} the master. {primary.Name} is gone: {primary.Trouble}.")
        {
            Pins = Pins(pair, AtStake.Magnitude(missing)),
            Notes =
            [
                $"{standby.Name} has {Figures.Count(standby.Keys)} keys, up to offset {Figures.Count(standby.Facts!.Offset)}; "
                    + $"{(standby.Facts.MasterLinkDownFor is { } down
                        ? $"its link has been down for {Duration.Words(down)}"
                        : $"it heard from its master {(standby.Facts.LastHeardOfMaster is { } heard ? Duration.Words(heard) : "an unknown time")} ago")}.",
                before is null ? $"How far {primary.Name} had come is not known." : $"{primary.Name} was at offset "
                    + $"{Figures.Count(before.Offset)} when it was last read, {Duration.Words(time.GetUtcNow() - before.At)} ago; "
                    + "what it accepted since then comes on top.",
                $"Fence {primary.Name} first if it might only be cut off or hung: resumed, it is a master again, and writes to it are lost.",
                $"Applications have to write to {standby.Target.Node.Address} afterwards.",
                .. Common(pair),
            ],
            CannotBeUndone = $"what {primary.Name} accepted and {standby.Name} does not have is lost: "
                + $"{(missing is { } bytes ? $"{Figures.Bytes(bytes)} at least" : "how many bytes is not known")}.",
        };
    }

    private static Dictionary<string, string> Pins(Pair pair, string stake) => new()
    {
        ["standby"] = ServerPins.IdOf(pair.Standby.Info),
        ["primary"] = pair.Primary.IsGone ? "gone" : ServerPins.IdOf(pair.Primary.Info),
        ["bytes at stake"] = stake,
    };

    private static IEnumerable<string> Common(Pair pair) =>
    [
        .. PairDrift.Of(pair).Select(drift => $"{drift}."),
        .. PairDrift.IsTooSmall(pair) ? [$"What {pair.Primary.Name} holds does not fit into maxmemory of {pair.Standby.Name}."] : Array.Empty<string>(),
        "The roles last until a restart: write them into each redis.conf too.",
    ];
}
