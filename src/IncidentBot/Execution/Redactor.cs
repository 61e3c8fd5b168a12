using System.Text.RegularExpressions;

namespace IncidentBot.Execution;

/// <summary>
/// Takes secrets out of text before it is stored or shown: those the configuration holds, by value, and those that a
/// target may print, by shape.
/// </summary>
public sealed partial class Redactor
{
    public const string Mask = "[redacted]";

    private readonly string[] secrets;
    private readonly Regex[] shapes;

    /// <param name="secrets">Values known to be secret. Short ones are left out: masking every <c>a</c> would hide the answer, not the secret.</param>
    /// <param name="shapes">Those of the platforms that the bot talks to.</param>
    public Redactor(IEnumerable<string> secrets, IEnumerable<SecretShape>? shapes = null)
    {
        this.secrets = [.. secrets.Where(secret => secret.Length >= 4).Distinct().OrderByDescending(secret => secret.Length)];
        this.shapes = [.. (shapes ?? []).Select(shape => shape.Pattern)];
    }

    public string Clean(string text)
    {
        foreach (var secret in secrets)
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        text = UrlPassword().Replace(text, "$1" + Mask + "@");
        text = Bearer().Replace(text, "$1" + Mask);
        foreach (var shape in shapes)
        {
            text = shape.Replace(text, Mask);
        }

        return Setting().Replace(text, "$1" + Mask);
    }

    public IReadOnlyList<string> Clean(IEnumerable<string> lines) => [.. lines.Select(Clean)];

    /// <summary><c>scheme://user:password@</c>; the user stays, it helps to find the fault.</summary>
    [GeneratedRegex(@"(\b[a-z][a-z0-9+.-]*://[^\s:/@]*:)[^\s@]+@", RegexOptions.IgnoreCase)]
    private static partial Regex UrlPassword();

    [GeneratedRegex(@"(\b(?:Bearer|Basic)\s+)[A-Za-z0-9._~+/=-]{6,}", RegexOptions.IgnoreCase)]
    private static partial Regex Bearer();

    /// <summary>
    /// <c>requirepass x</c>, <c>masterauth x</c>, <c>API_TOKEN=x</c>, <c>"password": "x"</c>, <c>AUTH user x</c>. A star alone
    /// is a pattern of keys.
    /// </summary>
    [GeneratedRegex(
        """((?:\b(?:requirepass|masterauth|masteruser)["']?\s+|\b[A-Za-z0-9_-]*(?:password|passwd|secret|token|api_?key)["']?\s*[=:]\s*)["']?)"""
            + """(?!\*(?:[\s"',;)]|$))[^\s"',;]+""",
        RegexOptions.IgnoreCase)]
    private static partial Regex Setting();
}
