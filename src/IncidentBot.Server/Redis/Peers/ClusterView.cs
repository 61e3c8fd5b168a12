using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Peers;

/// <summary>What one node believes about its cluster: CLUSTER INFO and CLUSTER NODES.</summary>
internal sealed record ClusterView(RedisNode Node, RedisInfo Info, IReadOnlyList<ClusterMember> Members)
{
    public bool IsOk => Info.Text("cluster_state") == "ok";

    public long SlotsOk => Info.Number("cluster_slots_ok") ?? 0;

    public ClusterMember? Myself => Members.FirstOrDefault(member => member.IsMyself);

    /// <summary>Who owns which slots. Two nodes with the same picture have the same text.</summary>
    public string Owners => string.Join(' ', Members.SelectMany(member => member.Slots.Select(slots => (slots, member.Id)))
        .OrderBy(owned => owned.slots.First)
        .Select(owned => $"{owned.slots}={owned.Id}"));

    public ClusterMember? Find(string id) => Members.FirstOrDefault(member => member.Id == id);

    public IReadOnlyList<ClusterMember> ReplicasOf(ClusterMember master) => [.. Members.Where(member => member.MasterId == master.Id)];

    /// <exception cref="RedisErrorException">It refuses to say, or is in no cluster.</exception>
    public static async Task<ClusterView> ReadAsync(RedisNode node, IRedisSession session, CancellationToken ct)
    {
        var replies = await session.PipelineAsync([RedisCommand.Of("CLUSTER", "INFO"), RedisCommand.Of("CLUSTER", "NODES")], ct);
        var lines = (replies[1].AsString() ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new ClusterView(
            node,
            RedisInfo.Parse(replies[0].AsString() ?? ""),
            [.. lines.Select(line => ClusterMember.Parse(line, node.Address)).OfType<ClusterMember>()]);
    }
}
