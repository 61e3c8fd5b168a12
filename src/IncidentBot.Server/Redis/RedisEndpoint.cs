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

    /// <summary>A named ACL user; `default` is whom every client is without one.</summary>
    public bool HasAclUser => User is not null and not "default";

    public bool HasCredentials => Password is not null;

    /// <exception cref="FormatException">The text says what was wrong, what was expected, and an example.</exception>
    public static RedisEndpoint Parse(string url) => RedisUrl.Parse(url);

    public override string ToString()
    {
        var text = new System.Text.StringBuilder(UseTls ? "rediss://" : "redis://");
        if (HasCredentials)
        {
            text.Append(User is null ? "" : Uri.EscapeDataString(User)).Append(":***@");
        }

        text.Append(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host);
        text.Append(CultureInfo.InvariantCulture, $":{Port}");
        if (Database != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"/{Database}");
        }

        return text.ToString();
    }
}
