using IncidentBot.Redis.Actions.Caches;

namespace IncidentBot.Redis;

/// <summary>One Redis that the bot may repair: `Targets:primary:Url`.</summary>
internal sealed record RedisTargetOptions
{
    /// <summary>Where it is reached, with its password: <c>rediss://incidentbot:…@redis.internal:6379</c>. It belongs into the environment.</summary>
    public string Url { get; set; } = "";

    /// <summary>PEM file with the authorities to trust instead of the system's. The default value is the system's.</summary>
    public string? TlsCaFile { get; set; }

    /// <summary>Name expected in the certificate, where it is not the host of the URL.</summary>
    public string? TlsServerName { get; set; }

    /// <summary>Whether MONITOR may be used. The default value is false: it slows the server and shows every value to the bot.</summary>
    public bool AllowMonitor { get; set; }

    /// <summary>The URLs of the sentinels that watch it. None by default.</summary>
    public List<string> Sentinels { get; set; } = [];

    /// <summary>What the sentinels call the master. Needed where there are sentinels.</summary>
    public string? MasterName { get; set; }

    /// <summary>The URLs of the other servers of its group: the nodes of its cluster, or the replicas that sentinels may promote.</summary>
    public List<string> Nodes { get; set; } = [];

    /// <summary>Whether addresses that sentinels and nodes announce may be contacted with this target's password. The default value is false.</summary>
    public bool TrustAnnounced { get; set; }

    /// <summary>The target that takes over from this one.</summary>
    public string? Standby { get; set; }

    /// <summary>Where the other servers reach it, as `host:port`. The default value is the address in the URL.</summary>
    public string? ReachedAt { get; set; }

    /// <summary>The families of keys that may be cleared. None by default.</summary>
    public List<CacheOptions> Caches { get; set; } = [];

    /// <summary>Whether the watch looks at it. The default value is true.</summary>
    public bool Watch { get; set; } = true;

    /// <summary>What the keys of BullMQ begin with there. The default value is bull.</summary>
    public string? QueuePrefix { get; set; }
}
