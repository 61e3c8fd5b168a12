using System.Globalization;
using System.Net;

namespace IncidentBot.Redis.Peers;

/// <summary>Where a server listens, in the words of whoever says so: a sentinel, a cluster's node, a master, or the settings.</summary>
internal sealed record NodeAddress(string Host, int Port)
{
    /// <returns>Null where the text is no <c>host:port</c>.</returns>
    public static NodeAddress? Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= IPEndPoint.MaxPort
            ? new NodeAddress(text[..colon].Trim('[', ']'), port)
            : null;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
}
