using System.Text.RegularExpressions;
using IncidentBot.Runbooks.Rules;

namespace IncidentBot.Runbooks.Reading;

/// <summary>Whether a piece of inline code is a command, and not a name, a setting or an error message.</summary>
internal static partial class InlineCommand
{
    public static bool Is(string code, Rulebook rules)
    {
        var text = code.Trim();
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length switch
        {
            0 => false,
            1 => Destroys().IsMatch(text) || (text.StartsWith("./", StringComparison.Ordinal) && text.EndsWith(".sh", StringComparison.Ordinal)),
            _ => ConsoleText.IsPrompt(text) || ConsoleText.IsReplLine(text) || IsRedis(words, rules) || BlockKind.LooksLikeCommand(text, rules),
        };
    }

    public static bool IsRedis(IReadOnlyList<string> words, Rulebook rules) => rules.Redis.Knows(words[0]) && !words[0].Any(char.IsAsciiLetterLower);

    [GeneratedRegex("^(?:FLUSHALL|FLUSHDB|SHUTDOWN|MONITOR)$")]
    private static partial Regex Destroys();
}
