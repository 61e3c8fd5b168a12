using System.Text.RegularExpressions;
using IncidentBot.Runbooks.Rules;

namespace IncidentBot.Runbooks.Reading;

/// <summary>Whether a piece of text is a command, and not a name, a setting, an error message or a sentence.</summary>
internal static partial class InlineCommand
{
    /// <param name="code">What stands in code marks, which say already that it is no sentence.</param>
    public static bool Is(string code, Rulebook rules)
    {
        var text = code.Trim();
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length switch
        {
            0 => false,
            1 => Destroys().IsMatch(text) || (text.StartsWith("./", StringComparison.Ordinal) && text.EndsWith(".sh", StringComparison.Ordinal)),
            _ => ConsoleText.IsPrompt(text) || ConsoleText.IsReplLine(text) || SqlText.Is(text) || IsRedis(words, rules)
                || BlockKind.LooksLikeCommand(text, rules),
        };
    }

    /// <summary>A line that no code marks set apart: a sentence may begin with the name of a program or a word of Redis too.</summary>
    public static bool IsWholeLine(string line, Rulebook rules)
    {
        var text = line.Trim();
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || Sentence().IsMatch(text))
        {
            return false;
        }

        return ConsoleText.IsReplLine(text)
            || (ConsoleText.TypedShell(text) is { } typed && typed.Split(' ')[0] is var program && (rules.Knows(program) || rules.Redis.Knows(program)))
            || (SqlText.Is(text) && (text.EndsWith(';') || words[0].All(char.IsAsciiLetterUpper)))
            || (IsRedis(words, rules) && (Destroys().IsMatch(text) || (words.Length > 1 && Argument().IsMatch(words[1]))))
            || (rules.Knows(words[0]) && words.Length > 1 && (words.Skip(1).Any(BlockKind.IsCommandLike) || BlockKind.IsUnmistakable(words[0]))
                && rules.ReadScript(text).Class != StepClass.Unknown);
    }

    public static bool IsRedis(IReadOnlyList<string> words, Rulebook rules) => rules.Redis.Knows(words[0]) && !words[0].Any(char.IsAsciiLetterLower);

    [GeneratedRegex("^(?:FLUSHALL|FLUSHDB|SHUTDOWN|MONITOR)(?: (?:A?SYNC|(?:NO)?SAVE|NOW|FORCE))*$")]
    private static partial Regex Destroys();

    /// <summary>Names of keys, numbers, subcommands.</summary>
    [GeneratedRegex(@"[:*_\d/=]|^[A-Z][A-Z-]+$")]
    private static partial Regex Argument();

    /// <summary>It ends like one, or two of its small words are those that sentences are made of.</summary>
    [GeneratedRegex(
        @"[\w)][.:!?]$|(?:\s(?:is|are|was|must|should|can|will|the|which|that|when|because|you|your|this|these)\b.*){2}",
        RegexOptions.NonBacktracking)]
    private static partial Regex Sentence();
}
