using System.Text.RegularExpressions;

namespace IncidentBot.Runbooks;

/// <summary>What people type to name a runbook: lower case, so that nobody has to remember how it is written.</summary>
internal static partial class RunbookId
{
    public static bool IsValid(string id) => Valid().IsMatch(id);

    /// <summary>The id of a file that names none, or of a text that cannot be one.</summary>
    public static string From(string text)
    {
        var name = text[(text.LastIndexOfAny(['/', '\\']) + 1)..];
        name = name.EndsWith(".md", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        var id = Other().Replace(name.ToLowerInvariant(), "-").Trim('-');
        return id.Length > 0 ? id : "runbook";
    }

    [GeneratedRegex("^[a-z0-9]+(?:-[a-z0-9]+)*$", RegexOptions.NonBacktracking)]
    private static partial Regex Valid();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Other();
}
