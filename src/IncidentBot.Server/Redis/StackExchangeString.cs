using System.Globalization;

namespace IncidentBot.Redis;

/// <summary>
/// Reads `host:6380,password=…,ssl=True`, as .NET applications and Azure's portal write it:
/// https://stackexchange.github.io/StackExchange.Redis/Configuration
/// </summary>
internal static class StackExchangeString
{
    private const int TlsPort = 6380;

    /// <summary>Whether there is no scheme, and one of the parts is a setting.</summary>
    public static bool Is(string text) => !text.Contains("://", StringComparison.Ordinal)
        && text.Split(',') is [var first, .. { Length: > 0 } others]
        && !first.Contains('=', StringComparison.Ordinal)
        && others.Any(IsSetting);

    /// <param name="tlsByScheme">Whether <c>rediss://</c> stood before it.</param>
    /// <exception cref="FormatException">What to write instead, with the host and without the password.</exception>
    public static RedisEndpoint Parse(string text, bool tlsByScheme = false)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var settings = parts.Where(IsSetting)
            .Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries))
            .ToLookup(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        string[] hosts = [.. parts.Where(part => !IsSetting(part))];
        var useTls = Flag("ssl") || tlsByScheme;
        UnsetVariable.Refuse([hosts.FirstOrDefault(), One("user"), One("password")]);
        var (host, port) = RedisUrl.Address(hosts.FirstOrDefault() ?? "");
        var endpoint = new RedisEndpoint(
            host,
            port ?? (useTls ? TlsPort : RedisEndpoint.DefaultPort),
            useTls,
            One("password") is null ? null : One("user"),
            One("password"),
            RedisUrl.DatabaseNumber(One("defaultDatabase") ?? "0"));
        return (hosts.Length, One("serviceName"), One("sslHost")) switch
        {
            (_, { } master, _) => throw RedisUrl.Wrong(
                "it names sentinels, and a target is one server",
                SentinelUrl.Instead(hosts, master)),
            ( > 1, _, _) => throw RedisUrl.Wrong(
                "it names several servers, and a target is one",
                $"{AsUrl(endpoint)}, and the others under Nodes of the target"),
            (_, _, { } name) when !name.Equals(host, StringComparison.OrdinalIgnoreCase) => throw RedisUrl.Wrong(
                "sslHost is another name than the host",
                $"{AsUrl(endpoint)}, and TlsServerName of the target = {name}"),
            _ => endpoint,
        };

        string? One(string name) => settings[name].FirstOrDefault(value => value.Length > 0);

        bool Flag(string name) => One(name) is { } value && (bool.TryParse(value, out var set)
            ? set
            : throw RedisUrl.Wrong($"{name} is neither True nor False", "rediss:// for TLS, redis:// without"));
    }

    private static bool IsSetting(string part) => part.IndexOf('=', StringComparison.Ordinal) > 0;

    private static string AsUrl(RedisEndpoint endpoint) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(endpoint.UseTls ? "rediss" : "redis")}://{(endpoint.HasCredentials ? "user:password@" : "")}{endpoint.Host}:{endpoint.Port}");
}
