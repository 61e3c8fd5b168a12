using IncidentBot.Readings;
using IncidentBot.Redis.Info;

namespace IncidentBot.Redis.Peers;

/// <summary>What all nodes that could be asked believe.</summary>
/// <param name="Strangers">Members whose address the settings do not know, so that they were not asked.</param>
internal sealed record ClusterPicture(IReadOnlyList<AskedNode> Asked, IReadOnlyList<NodeAddress> Strangers)
{
    public IReadOnlyList<ClusterView> Views => [.. Asked.Select(asked => asked.Answer.Value).OfType<ClusterView>()];

    public IReadOnlyList<AskedNode> Silent => [.. Asked.Where(asked => asked.Answer.Value is null)];

    /// <summary>What to change in the settings for those that are there and cannot be read with them.</summary>
    public IReadOnlyList<string> Mends => [.. Silent.Select(silent => silent.Answer.Mend).OfType<string>().Distinct()];

    /// <summary>The one that knows of the latest failover; where several do, the one that sees most slots served.</summary>
    public ClusterView? Latest => Views.OrderByDescending(view => view.Info.Number("cluster_current_epoch") ?? 0)
        .ThenByDescending(view => view.SlotsOk)
        .ThenBy(view => view.Node.Address.ToString(), StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>How many answer, and the counts of the one that knows most.</summary>
    public IEnumerable<Reading?> Readings =>
    [
        Reading.Count("cluster.nodes_asked", Asked.Count),
        Reading.Count("cluster.nodes_answering", Views.Count),
        .. Latest?.Info.Readings("cluster_slots_assigned", "cluster_slots_ok", "cluster_slots_pfail", "cluster_slots_fail", "cluster_known_nodes") ?? [],
    ];

    public bool ViewsDiffer => Views.Select(view => view.Owners).Distinct().Count() > 1;

    /// <summary>Slots that nobody serves, by the master that should; null for those that nobody owns.</summary>
    public IReadOnlyList<(ClusterMember? Owner, IReadOnlyList<SlotRange> Slots)> NotServed
    {
        get
        {
            if (Latest is not { } view)
            {
                return [];
            }

            var unowned = SlotRange.Missing(view.Members.SelectMany(member => member.Slots));
            return
            [
                .. view.Members.Where(member => member.Slots.Count > 0 && member.Failed).Select(member => ((ClusterMember?)member, member.Slots)),
                .. unowned.Count > 0 ? new (ClusterMember?, IReadOnlyList<SlotRange>)[] { (null, unowned) } : [],
            ];
        }
    }
}

internal sealed record AskedNode(RedisNode Node, NodeAnswer<ClusterView> Answer);
