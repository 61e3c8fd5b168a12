using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Peers;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Cluster;

/// <summary>The worst thing in a picture of a cluster, in one sentence, with what to do about it.</summary>
internal sealed record ClusterFinding(string Sentence, FailureClass? Class, bool Healthy, string? Next)
{
    /// <summary>It is about the settings of the bot, and says nothing against the servers.</summary>
    public bool IsUnread { get; init; }

    public static ClusterFinding Of(ClusterPicture picture)
    {
        if (picture.Latest is not { } view)
        {
            if (picture.Silent.All(silent => silent.Answer.Mend is not null))
            {
                return Unread($"None of {picture.Asked.Count} nodes can be read", picture.Asked[0].Answer.Class, picture.Mends[0]);
            }

            return Bad(
                $"None of {picture.Asked.Count} nodes answers as one of a cluster",
                picture.Asked[0].Answer.Class,
                "Check the processes on their hosts; then /redis cluster.");
        }

        var (down, lost) = (picture.Views.Count(one => !one.IsOk), picture.NotServed);
        if (down > 0 || lost.Count > 0)
        {
            var state = down > 0
                ? $"cluster_state is fail on {down} of {picture.Views.Count} nodes"
                : "cluster_state is ok, because it need not cover all slots";
            return Bad(
                $"{state}; {(lost.Count > 0 ? string.Join("; ", lost.Select(Words)) : "every slot has an owner that is not known to have failed")}",
                FailureClass.ClusterDown,
                Repair(view, lost));
        }

        if (picture.ViewsDiffer)
        {
            return Bad(
                "The nodes do not agree on who owns which slots",
                FailureClass.SplitBrain,
                "Right after a failover or a move of slots this passes within seconds; ask again: /redis cluster");
        }

        return OfMembers(view, picture);
    }

    private static ClusterFinding OfMembers(ClusterView view, ClusterPicture picture)
    {
        var masters = view.Members.Where(member => member.Slots.Count > 0).ToList();
        var served = $"all {Figures.Count(ClusterSlot.Count)} slots are served by {masters.Count} masters";
        var missing = view.Members.Where(member => member.Failed || member.Suspected).ToList();
        var bare = masters.Where(master => !view.ReplicasOf(master).Any(replica => !replica.Failed)).ToList();
        return (missing.Count, bare.Count, picture.Silent.Count) switch
        {
            (0, 0, 0) => new ClusterFinding($"cluster_state is ok; {served}, each with a replica", null, true, null),
            (_, > 0, _) => Bad(
                $"cluster_state is ok; {served}, but {Addresses(bare)} {Plural.Pick(bare.Count, "has", "have")} no replica: the next loss there is an outage",
                null,
                "Bring the missing nodes back; what comes back becomes a replica by itself."),
            _ when missing.Count > 0 => Bad(
                $"cluster_state is ok; {served}; {Addresses(missing)} {Plural.Pick(missing.Count, "is", "are")} missing",
                null,
                "Bring the missing nodes back."),
            _ when picture.Silent.All(silent => silent.Answer.Mend is not null) => Unread(
                $"cluster_state is ok; {served}; {picture.Silent.Count} of {picture.Asked.Count} nodes cannot be read by the bot",
                null,
                picture.Mends[0]),
            _ => Bad(
                $"cluster_state is ok; {served}; {picture.Silent.Count} of {picture.Asked.Count} nodes do not answer the bot",
                picture.Silent[0].Answer.Class is { } found && !found.IsNoOutage() ? found : null,
                "Check the way from the bot to them: the other nodes reach them."),
        };
    }

    private static string Words((ClusterMember? Owner, IReadOnlyList<SlotRange> Slots) lost) => lost.Owner is { } owner
        ? $"{SlotRange.Words(lost.Slots)} are not served: their master {owner.Address} has failed"
        : $"{SlotRange.Words(lost.Slots)} belong to nobody";

    private static string Repair(ClusterView view, IReadOnlyList<(ClusterMember? Owner, IReadOnlyList<SlotRange> Slots)> lost)
    {
        var heir = lost.Select(one => one.Owner)
            .OfType<ClusterMember>()
            .SelectMany(view.ReplicasOf)
            .FirstOrDefault(replica => !replica.Failed && !replica.Suspected);
        return heir is not null ? $"Restore that node, or let its replica take over: /redis cluster-failover {heir.Address} mode=force"
            : lost.Any(one => one.Owner is not null) ? "Restore that node: no replica of it is left."
            : lost.Count > 0
                ? "Nobody owns them: a cluster that was never finished, or lost its nodes.conf. Its owner assigns them with redis-cli --cluster fix."
            : "Ask again: /redis cluster";
    }

    private static string Addresses(List<ClusterMember> members) =>
        members.Count <= 3 ? string.Join(", ", members.Select(member => member.Address)) : $"{members.Count} nodes";

    private static ClusterFinding Bad(string sentence, FailureClass? found, string next) => new(sentence, found, false, next);

    private static ClusterFinding Unread(string sentence, FailureClass? found, string mend) => new(sentence, found, false, mend) { IsUnread = true };
}
