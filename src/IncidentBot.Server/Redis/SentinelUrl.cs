namespace IncidentBot.Redis;

/// <summary>
/// `redis+sentinel://:password@host:26379,host:26379/mymaster/0`, as Lettuce and others write it. Whose password that is, and who the
/// master is, it does not say: a target is one server, with its sentinels beside it.
/// </summary>
internal static class SentinelUrl
{
    public const string Example = "mymaster";

    private static readonly string[] Schemes =
        ["redis+sentinel://", "valkey+sentinel://", "rediss+sentinel://", "redis-sentinel://", "rediss-sentinel://", "sentinel://"];

    /// <returns>What to write instead, without the credentials; null for any other URL.</returns>
    public static string? Instead(string url)
    {
        if (Schemes.FirstOrDefault(scheme => url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) is not { } found)
        {
            return null;
        }

        // Celery writes a URL for each, with semicolons between them; Lettuce the database as the path, and the master after #.
        string[] urls = [.. url.Split(';').Select(one => one.Trim()).Where(one => one.StartsWith(found, StringComparison.OrdinalIgnoreCase))];
        var parts = urls.Select(one => one[found.Length..]).Select(one => one[(one.LastIndexOf('@') + 1)..]).ToList();
        var hosts = parts.SelectMany(one => one.Split('/', '?', '#')[0].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        var fragment = parts[^1].Split('#') is [_, { Length: > 0 } after] ? after : null;
        var path = parts[^1].Split('?', '#')[0].Split('/').Skip(1).FirstOrDefault(part => part.Length > 0 && !part.All(char.IsAsciiDigit));
        return Instead([.. hosts], fragment ?? path ?? Example);
    }

    /// <summary><c>spring.redis.sentinel.nodes=10.0.0.1:26379,10.0.0.2:26379</c> and its likes; null for anything else.</summary>
    public static string? OfSetting(string text) => text.Split(['=', ':'], 2) is [var name, var value]
        && name.Contains("sentinel", StringComparison.OrdinalIgnoreCase)
        && !value.Contains("//", StringComparison.Ordinal)
            ? Instead(value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), Example)
            : null;

    /// <summary><c>redis:?host[10.0.0.1:26379]&amp;host[10.0.0.2:26379]&amp;redis_sentinel=mymaster</c>, as Symfony writes it.</summary>
    public static IReadOnlyList<string> HostsOfSymfony(string query) => [.. query.Split('&').Where(part => part.StartsWith("host[", StringComparison.Ordinal))
        .Select(part => part["host[".Length..].Split(']')[0])];

    public static string Instead(IReadOnlyList<string> sentinels, string master) =>
        "the master's own address in Url, as in redis://:password@host:6379; and beside it MasterName = "
        + string.Join(", ", sentinels.Select((host, i) => $"Sentinels:{i} = redis://{RedisUrl.Shown(host) ?? "host:26379"}").Prepend(master));
}
