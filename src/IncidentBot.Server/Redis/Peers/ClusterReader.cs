namespace IncidentBot.Redis.Peers;

/// <summary>Asks every node that the settings name at once, then those that they announce and that may be contacted. Reads only.</summary>
internal sealed class ClusterReader(KnownNodes known)
{
    public async Task<ClusterPicture> ReadAsync(RedisTarget target, CancellationToken ct)
    {
        RedisNode[] seeds = [.. target.Peers.Nodes.Prepend(target.Node).DistinctBy(node => node.Address)];
        var asked = (await Task.WhenAll(seeds.Select(node => AskAsync(node, ct)))).ToList();
        var (strangers, more) = (new List<NodeAddress>(), new List<RedisNode>());
        foreach (var member in Unasked(asked))
        {
            var node = await known.FindAsync(target, member.Address, ct);
            if (node is null)
            {
                strangers.Add(member.Address);
            }
            else if (seeds.All(seed => seed.Address != node.Address))
            {
                more.Add(node);
            }
        }

        return new ClusterPicture([.. asked, .. await Task.WhenAll(more.Select(node => AskAsync(node, ct)))], strangers);
    }

    private static IEnumerable<ClusterMember> Unasked(IReadOnlyList<AskedNode> asked)
    {
        var views = asked.Select(node => node.Answer.Value).OfType<ClusterView>().ToList();
        var answered = views.Select(view => view.Myself?.Id).ToHashSet();
        return views.SelectMany(view => view.Members).Where(member => !answered.Contains(member.Id)).DistinctBy(member => member.Id);
    }

    private static async Task<AskedNode> AskAsync(RedisNode node, CancellationToken ct) =>
        new(node, await node.AskAsync(session => ClusterView.ReadAsync(node, session, ct), ct));
}
