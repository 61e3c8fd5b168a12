using System.Net;
using System.Net.Sockets;

namespace IncidentBot.Redis.Peers;

/// <summary>
/// From an address that a server announced to one that the settings name, which is the one that is then contacted. An announced
/// address that they do not name gets no connection, and so no password, unless the target trusts what is announced.
/// </summary>
internal sealed class KnownNodes(RedisTargets targets, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <returns>Null where it must not be contacted.</returns>
    public async Task<RedisNode?> FindAsync(RedisTarget asking, NodeAddress announced, CancellationToken ct)
    {
        foreach (var node in Configured(asking).Where(node => node.Address.Port == announced.Port))
        {
            if (await IsAsync(node, announced.Host, ct))
            {
                return node;
            }
        }

        return asking.Peers.TrustAnnounced ? asking.Node.At(announced) : null;
    }

    /// <summary>The nearest first: a server in two places of the settings is contacted as its own target has it.</summary>
    private IEnumerable<RedisNode> Configured(RedisTarget asking) =>
        [asking.Node, .. asking.Peers.Nodes, .. targets.All.Select(target => target.Node), .. targets.All.SelectMany(target => target.Peers.Nodes)];

    private async Task<bool> IsAsync(RedisNode node, string host, CancellationToken ct) =>
        string.Equals(node.Address.Host, host, StringComparison.OrdinalIgnoreCase)
        || (await AddressesAsync(node.Address.Host, ct)).Intersect(await AddressesAsync(host, ct)).Any();

    private async Task<IPAddress[]> AddressesAsync(string host, CancellationToken ct)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return [literal];
        }

        try
        {
            return await Dns.GetHostAddressesAsync(host, ct).WaitAsync(Patience, time, ct);
        }
        catch (Exception e) when (e is SocketException or TimeoutException or ArgumentException)
        {
            // A name that does not resolve is nobody's address.
            return [];
        }
    }
}
