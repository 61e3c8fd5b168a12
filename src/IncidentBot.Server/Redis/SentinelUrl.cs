namespace IncidentBot.Redis;

/// <summary>
/// `redis+sentinel://:password@host:26379,host:26379/mymaster/0`, as Lettuce and others write it. Whose password that is, and who the
/// master is, it does not say: a target is one server, with its sentinels beside it.
/// </summary>
internal static class SentinelUrl
{
    private static readonly string[] Schemes =
        ["redis+sentinel://", "rediss+sentinel://", "redis-sentinel://", "rediss-sentinel://", "sentinel://"];

    /// <returns>What to write instead, without the credentials; null for any other URL.</returns>
    public static string? Instead(string url)
    {
        if (Schemes.FirstOrDefault(scheme => url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) is not { } found)
        {
            return null;
        }

        var rest = url[found.Length..];
        rest = rest[(rest.LastIndexOf('@') + 1)..].Split('?', '#')[0];
        var (hosts, path) = rest.Split('/', 2) is [var before, var after] ? (before, after) : (rest, "");
        return Instead(hosts.Split(',', StringSplitOptions.RemoveEmptyEntries), path.Split('/')[0] is { Length: > 0 } master ? master : "mymaster");
    }

    public static string Instead(IReadOnlyList<string> sentinels, string master) =>
        "the master's own address in Url, as in redis://:password@host:6379; and beside it MasterName = "
        + string.Join(", ", sentinels.Select((host, i) => $"Sentinels:{i} = redis://{RedisUrl.Shown(host) ?? "host:26379"}").Prepend(master));
}
