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

    public static RedisPeers Of(RedisTargetOptions settings, RedisEndpoint self, RedisTls tls, RedisOptions options, TimeProvider time)
    {
        return new RedisPeers
        {
            Sentinels = [.. settings.Sentinels.Select(url => new RedisNode(RedisEndpoint.Parse(url), tls, options, time))],
            MasterName = settings.MasterName ?? "",
            Nodes = [.. settings.Nodes.Select(RedisEndpoint.Parse).Select(node => new RedisNode(WithCredentials(node), tls, options, time))],
            Standby = settings.Standby,
            TrustAnnounced = settings.TrustAnnounced,
        };

        RedisEndpoint WithCredentials(RedisEndpoint node) => node.HasCredentials ? node : node with { User = self.User, Password = self.Password };
    }
}
