using IncidentBot.Readings;
using IncidentBot.Redis.Peers;

namespace IncidentBot.Redis.Actions.Sentinel;

/// <summary>What all sentinels of a target say, and what the servers they name say about themselves.</summary>
internal sealed record SentinelPicture(string Name, IReadOnlyList<AskedSentinel> Sentinels, IReadOnlyList<NamedServer> Servers)
{
    public IReadOnlyList<SentinelView> Views => [.. Sentinels.Select(sentinel => sentinel.Answer.Value).OfType<SentinelView>()];

    public IReadOnlyList<AskedSentinel> Silent => [.. Sentinels.Where(sentinel => sentinel.Answer.Value is null)];

    /// <summary>What to change in the settings for those that are there and cannot be read with them.</summary>
    public IReadOnlyList<string> Mends =>
        [.. Sentinels.Select(sentinel => sentinel.Answer.Mend).Concat(Servers.Select(server => server.Answer?.Mend)).OfType<string>().Distinct()];

    public IReadOnlyList<SentinelView> Strangers => [.. Views.Where(view => view.Master is null)];

    /// <summary>Who is named as the master, by whom; the most named first. Sentinels agree where there is one group.</summary>
    public IReadOnlyList<IGrouping<NodeAddress, SentinelView>> Opinions =>
        [.. Views.Where(view => view.Master is not null)
            .GroupBy(view => view.Master!)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key.ToString(), StringComparer.Ordinal)];

    /// <summary>The one that all name who know one; null where they differ, or know none.</summary>
    public NodeAddress? Master => Opinions is [var only] ? only.Key : null;

    /// <summary>Who says of themselves that they are the master.</summary>
    public IReadOnlyList<NamedServer> Masters => [.. Servers.Where(server => server.Role is { IsMaster: true })];

    public IEnumerable<Reading?> Readings =>
    [
        Reading.Count("sentinels.asked", Sentinels.Count),
        Reading.Count("sentinels.answering", Views.Count),
        Reading.Count("sentinels.masters", Masters.Count),
        .. Servers.Where(server => server.Role is { IsMaster: false, IsLinked: true })
            .Select(server => Reading.Bytes($"replica.behind:{server.Address}", Behind(server.Role!))),
    ];

    public bool IsFailingOver => Views.Any(view => view.IsFailingOver);

    /// <summary>How far a replica is behind the one that it follows.</summary>
    public long Behind(NodeRole replica) => Math.Max(0, (Server(replica.Follows)?.Role?.Offset ?? replica.Offset) - replica.Offset);

    public NamedServer? Server(NodeAddress? address) => Servers.FirstOrDefault(server => server.Address == address);
}

internal sealed record AskedSentinel(RedisNode Node, NodeAnswer<SentinelView> Answer);

/// <summary>A master or replica that a sentinel named.</summary>
/// <param name="Node">Null where the settings do not know the address, so that it was not contacted.</param>
internal sealed record NamedServer(NodeAddress Address, RedisNode? Node, NodeAnswer<NodeRole>? Answer)
{
    public NodeRole? Role => Answer?.Value;

    /// <summary>What stands in for a role that could not be read.</summary>
    public string Trouble => Node is null ? "not in the settings, so not asked" : Answer?.Trouble ?? "";
}
