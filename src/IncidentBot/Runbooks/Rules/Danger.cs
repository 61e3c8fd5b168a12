using System.Text.RegularExpressions;

namespace IncidentBot.Runbooks.Rules;

/// <summary>Looks for what destroys in text that cannot be read as commands: programs in other languages, broken quotes.</summary>
internal static partial class Danger
{
    public static Verdict? In(string text) => Words().Match(text) is { Success: true } match
        ? Verdict.Refused("not done", $"It holds '{match.Value.Trim()}', which destroys data for good and cannot be planned from here.")
        : null;

    [GeneratedRegex(@"\bflush_?(?:all|db)\b|\bshutdown\s+nosave\b|\bdebug\s+(?:segfault|sleep|reload|loadaof|flushall)\b"
        + @"|\brm\s+-\w*[rf]\w*\s|\bmkfs\b|\bdrop\s+(?:table|database)\b|\btruncate\s+table\b|\bobliterate\b|\bcontrol\.purge\s*\("
        + @"|\bQueue\.new(?:\([^)]*\))?\.clear\b|\b(?:Retry|Dead|Scheduled)Set\.new\.clear\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Words();
}
