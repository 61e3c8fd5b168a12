using System.Text.RegularExpressions;

namespace IncidentBot.Execution;

/// <summary>Every value of the configuration that looks like a secret by its name, or that sits in a URL or connection string as a password.</summary>
internal static partial class ConfiguredSecrets
{
    public static IEnumerable<string> In(IConfiguration configuration)
    {
        foreach (var (name, value) in configuration.AsEnumerable())
        {
            if (string.IsNullOrEmpty(value))
            {
                continue;
            }

            if (SecretName().IsMatch(name) || (HostEnvironment().Match(name) is { Success: true } variable && IsSecretVariable(variable.Groups[1].Value)))
            {
                yield return value;
            }

            foreach (Match match in Password().Matches(value))
            {
                yield return match.Groups["password"].Value;
                yield return Uri.UnescapeDataString(match.Groups["password"].Value);
            }
        }
    }

    /// <summary>Whether an environment variable holds a secret, by its name.</summary>
    public static bool IsSecretVariable(string name) => SecretVariable().IsMatch(name);

    [GeneratedRegex("token|secret|passw|key|credential", RegexOptions.IgnoreCase)]
    private static partial Regex SecretVariable();

    [GeneratedRegex("^hosts:.+:environment:([^:]+)$", RegexOptions.IgnoreCase)]
    private static partial Regex HostEnvironment();

    [GeneratedRegex("(?:secret|password|token|api_?key|audit:key)$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    /// <summary>Up to the @: without one, what follows the colon is a port.</summary>
    [GeneratedRegex("""://[^\s:/@]*:(?<password>[^\s@;]+)@|\b(?:password|pwd)\s*=\s*["']?(?<password>[^\s;"']+)""", RegexOptions.IgnoreCase)]
    private static partial Regex Password();
}
