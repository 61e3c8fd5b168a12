using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Peers;

namespace IncidentBot.Redis.Actions.Sentinel;

/// <summary>Asks every configured sentinel at once, then every server that one of them names. Reads only.</summary>
internal sealed class SentinelReader(KnownNodes known)
{
    public async Task<SentinelPicture> ReadAsync(RedisTarget target, CancellationToken ct)
    {
        var name = target.Peers.MasterName;
        var sentinels = await Task.WhenAll(target.Peers.Sentinels.Select(async sentinel =>
            new AskedSentinel(sentinel, OfRedis(sentinel, await sentinel.AskAsync(session => SentinelView.ReadAsync(sentinel, session, name, ct), ct)))));
        var named = sentinels.Select(sentinel => sentinel.Answer.Value).OfType<SentinelView>()
            .SelectMany(view => view.Replicas.Select(replica => replica.Address).Prepend(view.Master)).OfType<NodeAddress>().Distinct();
        return new SentinelPicture(name, sentinels, await Task.WhenAll(named.Select(address => AskAsync(target, address, ct))));
    }

    /// <summary>A server that knows no SENTINEL is a Redis.</summary>
    private static NodeAnswer<SentinelView> OfRedis(RedisNode node, NodeAnswer<SentinelView> answer) => answer.Class is FailureClass.NotAvailable
        ? answer with { Mend = $"Put {node.Setting} under Nodes: it is a Redis and no sentinel, whose usual port is 26379." }
        : answer;

    private async Task<NamedServer> AskAsync(RedisTarget target, NodeAddress address, CancellationToken ct) =>
        await known.FindAsync(target, address, ct) is { } node
            ? new NamedServer(address, node, await node.AskAsync(session => NodeRole.ReadAsync(session, ct), ct))
            : new NamedServer(address, null, null);
}
