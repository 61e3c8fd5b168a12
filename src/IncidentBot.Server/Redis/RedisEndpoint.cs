using System.Globalization;

namespace IncidentBot.Redis;

/// <summary>Where a Redis listens and who we are there. Its text form never shows the password.</summary>
internal sealed record RedisEndpoint(
    string Host,
    int Port = RedisEndpoint.DefaultPort,
    bool UseTls = false,
    string? User = null,
    string? Password = null,
    int Database = 0)
{
    public const int DefaultPort = 6379;

    /// <summary>
    /// The absolute path of a unix socket on this machine, as `unixsocket` of redis.conf names it; null over TCP. With one, there is
    /// no host and no port by which other servers could know this one.
    /// </summary>
    public string? SocketPath { get; init; }

    /// <summary>A named ACL user; `default` is whom every client is without one.</summary>
    public bool HasAclUser => User is not null and not "default";

    public bool HasCredentials => Password is not null;

    /// <exception cref="FormatException">The text says what was wrong, what was expected, and an example.</exception>
    public static RedisEndpoint Parse(string url) => RedisUrl.Parse(url);

    public override string ToString()
    {
        var credentials = HasCredentials ? $"{(User is null ? "" : Uri.EscapeDataString(User))}:***@" : "";
        var database = Database == 0 ? "" : Database.ToString(CultureInfo.InvariantCulture);
        if (SocketPath is not null)
        {
            return $"unix://{credentials}{SocketPath}{(database.Length > 0 ? $"?db={database}" : "")}";
        }

        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return string.Create(
            CultureInfo.InvariantCulture, $"{(UseTls ? "rediss" : "redis")}://{credentials}{host}:{Port}{(database.Length > 0 ? $"/{database}" : "")}");
    }
}
