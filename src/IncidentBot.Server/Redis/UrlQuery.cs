namespace IncidentBot.Redis;

/// <summary>
/// What counts of the part after `?`: who we are, TLS and the database. Everything else there configures some other client
/// (`?family=6`, `?ssl_cert_reqs=none`) and is ignored.
/// </summary>
internal sealed class UrlQuery(string? text)
{
    private readonly ILookup<string, string> settings = (text ?? "").Split('&')
        .Select(pair => pair.Split('=', 2))
        .Where(pair => pair.Length == 2)
        .ToLookup(pair => pair[0], pair => RedisUrl.Decode(pair[1]), StringComparer.OrdinalIgnoreCase);

    /// <summary>As Symfony, go-redis and others name the master that sentinels watch.</summary>
    public string? SentinelMaster => One("redis_sentinel") ?? One("sentinel_master") ?? One("master_name") ?? One("sentinelMasterId");

    /// <summary>Further servers: <c>addr</c> of go-redis.</summary>
    public IEnumerable<string> Others => settings["addr"];

    public bool HasPassword => Password is not null;

    // Predis, Symfony and Lettuce each have their own word for it.
    public string? Database => One("db") ?? One("database") ?? One("dbindex");

    private string? Password => One("password") ?? One("auth");

    /// <exception cref="FormatException">A password here and another one before the @.</exception>
    public (string? User, string? Password) Credentials((string? User, string? Password) before) =>
        Password is not { Length: > 0 } password ? before
        : before.Password is { } other && other != password
            ? throw RedisUrl.Wrong("the password is given twice, differently", "it before the @, as in redis://:password@host, or as ?password=, not both")
        : (before.User ?? One("username") ?? One("user"), password);

    /// <exception cref="FormatException">Neither true nor false, or against the scheme.</exception>
    public bool Tls(bool byScheme) => (One("tls") ?? One("ssl"))?.ToUpperInvariant() switch
    {
        null => byScheme,
        "TRUE" or "1" or "YES" or "ON" => true,
        "FALSE" or "0" or "NO" or "OFF" => byScheme
            ? throw RedisUrl.Wrong("rediss:// asks for TLS and its query for none", "redis:// (plain) or rediss:// (TLS), without tls=")
            : false,
        _ => throw RedisUrl.Wrong("tls= is neither true nor false", "rediss:// for TLS, redis:// without"),
    };

    private string? One(string name) => settings[name].FirstOrDefault();
}
