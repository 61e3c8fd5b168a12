using System.Globalization;

namespace IncidentBot.Redis.Peers;

/// <summary>Who stands beside a target, as the settings say: who watches it, who shares its slots, who takes over from it.</summary>
internal sealed record RedisPeers
{
    /// <summary>The URLs of sentinels have credentials of their own; those of nodes use the target's where they name none.</summary>
    public IReadOnlyList<RedisNode> Sentinels { get; init; } = [];

    /// <summary>What the sentinels call the master.</summary>
    public string MasterName { get; init; } = "";

    public IReadOnlyList<RedisNode> Nodes { get; init; } = [];

    /// <summary>The name of another target.</summary>
    public string? Standby { get; init; }

    /// <summary>True where an address that a sentinel or a node announces may be sent this target's password.</summary>
    public bool TrustAnnounced { get; init; }

    public static RedisPeers Of(string name, RedisTargetOptions settings, RedisEndpoint self, RedisTls tls, RedisOptions options, TimeProvider time)
    {
        return new RedisPeers
        {
            Sentinels = [.. settings.Sentinels.Select(RedisEndpoint.Parse).Select((sentinel, i) => Node(sentinel, nameof(Sentinels), i))],
            MasterName = settings.MasterName ?? "",
            Nodes = [.. settings.Nodes.Select(RedisEndpoint.Parse).Select((node, i) => Node(WithCredentials(node), nameof(Nodes), i))],
            Standby = settings.Standby,
            TrustAnnounced = settings.TrustAnnounced,
        };

        RedisNode Node(RedisEndpoint endpoint, string list, int place) =>
            new(endpoint, tls, options, time) { Setting = string.Create(CultureInfo.InvariantCulture, $"Targets:{name}:{list}:{place}") };

        RedisEndpoint WithCredentials(RedisEndpoint node) => node.HasCredentials ? node : node with { User = self.User, Password = self.Password };
    }
}
