using System.Data.Common;
using System.Text.Json;
using IncidentBot.Execution.Secrets;

namespace IncidentBot.Execution;

/// <summary>A part of the bot that reads secrets out of its own settings, in its own way, says here which they are.</summary>
internal delegate IEnumerable<string> SecretsOfAPart();

/// <summary>
/// Every value of the configuration that is a secret by its name, and every password in an address or a connection string, also of settings that no
/// part of the bot reads.
/// </summary>
internal static class ConfiguredSecrets
{
    /// <summary>What stands alone before the @ is a user to databases and shells, and the password or a token to these.</summary>
    private static readonly string[] PasswordAlone = ["redis", "rediss", "valkey", "valkeys", "unix", "http", "https"];

    private static readonly string[] OfVariables = ["token", "secret", "passw", "key", "credential"];

    public static IEnumerable<string> In(IConfiguration configuration) => configuration.AsEnumerable()
        .Where(setting => !string.IsNullOrEmpty(setting.Value))
        .SelectMany(setting => In(setting.Key.Split(':'), setting.Value!));

    /// <summary>Whether an environment variable holds a secret, by its name.</summary>
    public static bool IsSecretVariable(string name) => OfVariables.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase)) || SecretName.Is(name);

    /// <summary>As it can be met: as it is written, as it is meant, in an address, and in JSON.</summary>
    public static IEnumerable<string> FormsOf(string secret) =>
        new[] { secret, Uri.UnescapeDataString(secret), Uri.EscapeDataString(secret), JsonEncodedText.Encode(secret).ToString() }.Distinct();

    private static IEnumerable<string> In(string[] name, string value)
    {
        // What is called a connection string is one: its host may be shown.
        var isConnection = name[^1].EndsWith("ConnectionString", StringComparison.OrdinalIgnoreCase);
        IEnumerable<string> whole = !isConnection && IsSecret(name) ? [value] : [];
        return whole.Concat(InAddresses(value)).Concat(InConnectionString(value));
    }

    private static bool IsSecret(string[] name) => name switch
    {
        ["Audit" or "audit", "Key" or "key"] => true,

        // The environment's own: where a shell is and was, and not a password. Hidden, no path below it could be read.
        ["PWD" or "OLDPWD"] => false,
        [var hosts, .., var environment, var variable]
            when Same(hosts, "hosts") && Same(environment, "environment") => IsSecretVariable(variable),
        [.., var several, _] when Same(several, "tokens") || Same(several, "secrets") => true,
        _ => SecretName.Is(name[^1]),
    };

    /// <summary>Between the scheme and the last @, so that a password with an @ in it is found too.</summary>
    private static IEnumerable<string> InAddresses(string value)
    {
        for (var at = value.IndexOf("://", StringComparison.Ordinal); at >= 0;)
        {
            var next = value.IndexOf("://", at + 3, StringComparison.Ordinal);
            var address = value[(at + 3)..(next < 0 ? value.Length : next)];
            if (address.LastIndexOf('@') is var end and > 0)
            {
                var credentials = address[..end];
                var colon = credentials.IndexOf(':', StringComparison.Ordinal);
                if (colon >= 0 || IsPasswordAlone(value[..at]))
                {
                    yield return credentials[(colon + 1)..];
                    yield return Uri.UnescapeDataString(credentials[(colon + 1)..]);
                }
            }

            at = next;
        }
    }

    private static bool IsPasswordAlone(string before) => PasswordAlone.Any(scheme => before.EndsWith(scheme, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> InConnectionString(string value)
    {
        if (!value.Contains('=', StringComparison.Ordinal))
        {
            return [];
        }

        try
        {
            var settings = new DbConnectionStringBuilder { ConnectionString = value };
            return settings.Keys.Cast<string>()
                .Where(key => SecretName.Is(key))
                .Select(key => settings[key].ToString()!)
                .SelectMany(password => new[] { password, BeforeTheNextName(password) })
                .Where(password => password.Length > 0);
        }
        catch (ArgumentException)
        {
            // No connection string.
            return [];
        }
    }

    /// <summary><c>host:6379,password=x,ssl=true</c>, as the clients of Redis for .NET write it.</summary>
    private static string BeforeTheNextName(string value) =>
        value.IndexOf(',', StringComparison.Ordinal) is var comma and > 0 && value.IndexOf('=', comma) > 0 ? value[..comma] : value;

    private static bool Same(string text, string other) => text.Equals(other, StringComparison.OrdinalIgnoreCase);
}
