using System.Net;
using System.Net.Sockets;

namespace IncidentBot.Webhooks;

/// <summary>
/// Whether an address is somewhere on the internet, and not the machine, its network, or what a provider answers its machines at. By the
/// registries of special addresses: https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry.
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. Networks(
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24",
            "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"),

        // What Azure answers its machines at, among them what they are allowed to.
        .. Networks("168.63.129.16/32"),

        // Of what is public in IPv6: what is set aside, examples, and what carries an address of IPv4 in it.
        .. Networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    ];

    private static readonly IPNetwork Unicast = IPNetwork.Parse("2000::/3");

    /// <summary>Where there is no IPv4, its addresses are written behind this.</summary>
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return Is(address.MapToIPv4());
        }

        if (Translated.Contains(address))
        {
            return Is(new IPAddress(address.GetAddressBytes().AsSpan(12)));
        }

        return (address.AddressFamily == AddressFamily.InterNetwork || Unicast.Contains(address)) && !NotPublic.Any(network => network.Contains(address));
    }

    private static IEnumerable<IPNetwork> Networks(params IEnumerable<string> networks) => networks.Select(network => IPNetwork.Parse(network));
}
