namespace IncidentBot.Redis.Peers;

/// <summary>What can be wrong with the settings about who stands beside a target.</summary>
internal static class PeersValidation
{
    public static IEnumerable<string> Faults(string target, RedisTargetOptions settings, IReadOnlyDictionary<string, RedisTargetOptions> all)
    {
        foreach (var (url, i) in settings.Sentinels.Select((url, i) => (url, i)))
        {
            var (endpoint, fault) = Read(url);
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
            if (Read(url).Fault is { } fault)
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
