using IncidentBot.Redis.Peers;

namespace IncidentBot.Redis.Actions.Cluster;

/// <summary>A replica of a cluster that shall take over, and what it would take over from.</summary>
/// <param name="View">The cluster as the replica itself sees it: it is the one who asks for votes.</param>
/// <param name="MasterRole">Null where the master does not answer the bot.</param>
internal sealed record TakeoverSides(
    ClusterView View,
    ClusterMember Replica,
    ClusterMember Master,
    NodeRole Role,
    NodeRole? MasterRole,
    IReadOnlyList<(ClusterMember Member, NodeRole Role)> Siblings)
{
    public bool MasterIsGone => Master.Failed;

    /// <summary>Null where the master cannot be asked.</summary>
    public long? Behind => MasterRole is { IsMaster: true } master ? Math.Max(0, master.Offset - Role.Offset) : null;

    /// <summary>Masters with slots, and how many of them can vote.</summary>
    public (int All, int Voting) Electorate =>
        (View.Members.Count(member => member.Slots.Count > 0), View.Members.Count(member => member.Slots.Count > 0 && !member.Failed && !member.Suspected));
}
