namespace IncidentBot.Redis.Peers;

/// <summary>What can be wrong with the settings about who stands beside a target.</summary>
internal static class PeersValidation
{
    public static IEnumerable<string> Faults(string target, RedisTargetOptions settings, IReadOnlyDictionary<string, RedisTargetOptions> all)
    {
        if (SocketFault(target, settings, all) is { } socket)
        {
            yield return $"Targets:{target}:Url names a unix socket, {socket}";
        }

        foreach (var (url, i) in settings.Sentinels.Select((url, i) => (url, i)))
        {
            var (endpoint, fault) = ReadPeer(url);
            if (fault is not null)
            {
                yield return $"Targets:{target}:Sentinels:{i}: {fault}";
            }
            else if (endpoint!.Database != 0)
            {
                yield return $"Targets:{target}:Sentinels:{i} names a database. Expected host and port alone: a sentinel has none. "
                    + "Example: redis://10.0.0.5:26379";
            }
        }

        foreach (var (url, i) in settings.Nodes.Select((url, i) => (url, i)))
        {
            if (ReadPeer(url).Fault is { } fault)
            {
                yield return $"Targets:{target}:Nodes:{i}: {fault}";
            }
        }

        if (settings.Sentinels.Count > 0 == string.IsNullOrWhiteSpace(settings.MasterName))
        {
            yield return settings.Sentinels.Count > 0
                ? $"Targets:{target}:MasterName is missing. Expected the name that its sentinels use for the master. Example: mymaster"
                : $"Targets:{target}:MasterName is set without Sentinels. Expected their URLs. Example: Targets:{target}:Sentinels:0 = redis://10.0.0.5:26379";
        }

        if (settings.ReachedAt is { } address && NodeAddress.Parse(address) is null)
        {
            yield return $"Targets:{target}:ReachedAt is '{address}'. Expected host:port. Example: 10.0.0.5:6379";
        }

        if (StandbyFault(target, settings.Standby, all) is { } wrong)
        {
            yield return $"Targets:{target}:Standby is '{settings.Standby}', {wrong}";
        }
    }

    /// <summary>Servers know each other by host and port, which a socket has not.</summary>
    private static string? SocketFault(string target, RedisTargetOptions settings, IReadOnlyDictionary<string, RedisTargetOptions> all) => settings switch
    {
        _ when Read(settings.Url).Endpoint is not { SocketPath: not null } => null,
        { Sentinels.Count: > 0 } or { Nodes.Count: > 0 } =>
            "which sentinels and nodes do not know it by. Expected redis:// with the host and port that they name it by.",
        { ReachedAt: null } when settings.Standby is not null || all.Values.Any(other => Is(other.Standby, target)) =>
            $"which its other half of the pair cannot reach. Expected Targets:{target}:ReachedAt beside it. Example: 10.0.0.5:6379",
        _ => null,
    };

    private static string? StandbyFault(string target, string? standby, IReadOnlyDictionary<string, RedisTargetOptions> all) => standby switch
    {
        null => null,
        _ when Is(standby, target) => "which is the target itself. Expected another target.",
        _ when !all.ContainsKey(standby) => $"which is no target. There is: {string.Join(", ", all.Keys.Order(StringComparer.Ordinal))}.",
        _ when all[standby].Standby is not null =>
            "which has a standby itself. Expected one pair: write Standby at the target that normally is the master, and nowhere else.",
        _ when all.Any(pair => !Is(pair.Key, target) && Is(pair.Value.Standby, standby)) =>
            "which is the standby of another target too. Expected one of its own: a Redis follows one master.",
        _ => null,
    };

    private static bool Is(string? name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    private static (RedisEndpoint? Endpoint, string? Fault) ReadPeer(string url) => Read(url) is { Endpoint.SocketPath: not null }
        ? (null, "it is a unix socket. Expected the host and port by which the others name it. Example: redis://10.0.0.5:26379")
        : Read(url);

    private static (RedisEndpoint? Endpoint, string? Fault) Read(string url)
    {
        try
        {
            return (RedisEndpoint.Parse(url), null);
        }
        catch (FormatException e)
        {
            return (null, e.Message);
        }
    }
}
