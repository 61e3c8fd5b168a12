namespace IncidentBot.Redis;

/// <summary>One Redis that the bot may repair: `Targets:primary:Url`.</summary>
internal sealed record RedisTargetOptions
{
    public string Url { get; set; } = "";

    /// <summary>PEM file with the authorities to trust instead of the system's. The default value is the system's.</summary>
    public string? TlsCaFile { get; set; }

    /// <summary>Name expected in the certificate, where it is not the host of the URL.</summary>
    public string? TlsServerName { get; set; }

    /// <summary>Whether MONITOR may be used. The default value is false: it slows the server and shows every value to the bot.</summary>
    public bool AllowMonitor { get; set; }
}
