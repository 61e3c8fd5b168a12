using System.Text.RegularExpressions;
using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks;

/// <summary>A value that whoever runs the step has to give: <c>&lt;client_id&gt;</c>, <c>$QUEUE</c>, <c>[HOST]</c>, <c>INSERT_QUEUE</c>.</summary>
internal static partial class Placeholder
{
    public static bool Is(string word) => ShellText.IsOpen(word) || Shouted().IsMatch(word);

    [GeneratedRegex("^(?:INSERT|YOUR|ENTER|REPLACE)[_-][A-Z0-9_-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Shouted();
}
