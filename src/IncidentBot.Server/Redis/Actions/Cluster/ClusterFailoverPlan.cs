using IncidentBot.Actions;
using IncidentBot.Redis.Peers;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Cluster;

/// <summary>What a takeover of slots would do, or why it must not be asked for.</summary>
internal static class ClusterFailoverPlan
{
    public static PlanResult Of(RedisTarget target, TakeoverSides sides, bool forced) =>
        (PlanResult?)WhyNot(target, sides, forced) ?? new PlanResult.Ready(Plan(sides, forced));

    private static PlanResult.Refused? WhyNot(RedisTarget target, TakeoverSides sides, bool forced)
    {
        var (replica, master, (all, voting)) = (sides.Replica, sides.Master, sides.Electorate);
        if (master.Slots.Count == 0)
        {
            return new($"{master.Address}, which {replica.Address} follows, has no slots to take over.", $"See /redis cluster on {target.Name}");
        }

        if (voting * 2 <= all)
        {
            return new(
                $"Only {voting} of {all} masters can vote: no replica can win without a majority.",
                "Bring masters back first. Taking over without votes could give slots to two nodes; it is not offered.");
        }

        if (forced != sides.MasterIsGone)
        {
            return forced
                ? new(
                    $"Its master {master.Address} has not failed for the cluster: force would lose what it has not passed on.",
                    $"Without force nothing is lost: /redis cluster-failover {replica.Address} on {target.Name}")
                : new(
                    $"Its master {master.Address} has failed, and can hand nothing over.",
                    $"Type /redis cluster-failover {replica.Address} mode=force on {target.Name}");
        }

        return !forced && !sides.Role.IsLinked
            ? new(
                $"{replica.Address} does not follow {master.Address}: its link is {sides.Role.Link}.",
                $"Repair the link first; see /redis replication on {target.Name}")
            : null;
    }

    private static ActionPlan Plan(TakeoverSides sides, bool forced)
    {
        var (replica, master) = (sides.Replica, sides.Master);
        var slots = SlotRange.Words(master.Slots);
        return new ActionPlan($"Would have {replica.Address} take over {slots} from {master.Address}{(forced ? ", which has failed" : "")}.")
        {
            Figures = [new PlanFigure("slots", master.Slots.Sum(range => range.Count), "slots", 0)],
            Pins = new Dictionary<string, string>
            {
                ["replica"] = replica.Id,
                ["master"] = master.Id,
                ["slots"] = slots,
                ["bytes at stake"] = forced ? "unknown" : AtStake.Magnitude(sides.Behind),
            },
            Notes =
            [
                $"{sides.Electorate.Voting} of {sides.Electorate.All} masters can vote; the majority has to.",
                $"{replica.Address} is at offset "
                    + $"{Figures.Count(sides.Role.Offset)}"
                    + $"{(sides.Behind is { } bytes ? $", {Figures.Bytes(bytes)} behind its master" : "")}.",
                .. sides.Siblings.Where(sibling => sibling.Role.Offset > sides.Role.Offset).Select(sibling =>
                    $"{sibling.Member.Address} has {Figures.Bytes(sibling.Role.Offset - sides.Role.Offset)} more than it: that one would lose less."),
                forced
                    ? "The slots are served again as soon as the vote is won. Once the old master is back it becomes a replica by itself."
                    : "Its master stops taking writes until it has caught up, for some milliseconds, and then becomes its replica.",
            ],
            CannotBeUndone = forced
                ? "acknowledged writes that only the failed master has are lost when it comes back as a replica; how many is not known."
                : "should the master die in between, what it has not passed on is lost.",
        };
    }
}
