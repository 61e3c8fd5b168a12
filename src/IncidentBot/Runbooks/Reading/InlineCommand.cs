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
            1 => Destroys().IsMatch(text)
                || text is "flushall" or "flushdb"
                || ProgramText.IsCall(text)
                || (text.StartsWith("./", StringComparison.Ordinal) && text.EndsWith(".sh", StringComparison.Ordinal)),
            _ => ConsoleText.IsPrompt(text) || ConsoleText.IsReplLine(text) || IsStatement(text, words) || IsRedis(words, rules)
                || BlockKind.LooksLikeCommand(text, rules) || IsSure(words, rules) || HasOption(text)
                || ProgramText.IsCall(text) || Empties().IsMatch(text) || (Danger.In(text) is not null && !RedisSettings.Is(text)),
        };
    }

    /// <summary>A line that no code marks set apart: a sentence may begin with the name of a program or a word of Redis too.</summary>
    public static bool IsWholeLine(string line, Rulebook rules)
    {
        var text = line.Trim();
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || (Sentence().IsMatch(text) && !(text.EndsWith(';') && words[0].All(char.IsAsciiLetterUpper) && SqlText.Is(text))))
        {
            return false;
        }

        return ConsoleText.IsReplLine(text)
            || (ConsoleText.TypedShell(text) is { } typed && typed.Split(' ')[0] is var program && (rules.Knows(program) || rules.Redis.Knows(program)))
            || (IsStatement(text, words) && (text.EndsWith(';') || words[0].All(char.IsAsciiLetterUpper)))
            || (IsRedis(words, rules) && (Destroys().IsMatch(text) || (words.Length > 1 && Argument().IsMatch(words[1]))))
            || (words.Length > 1 && rules.Knows(words[0]) && IsCall(words, rules));
    }

    /// <summary>Two of three: its name is no word of a sentence, something behind it is of a command line, a rule understands it.</summary>
    private static bool IsCall(string[] words, Rulebook rules)
    {
        bool[] signs = [words.Skip(1).Any(BlockKind.IsCommandLike), BlockKind.IsUnmistakable(words[0])];
        return signs.Any(sign => sign) && (signs.All(sign => sign) || rules.ReadScript(string.Join(' ', words)).Class != StepClass.Unknown);
    }

    public static bool IsRedis(IReadOnlyList<string> words, Rulebook rules) => rules.Redis.Knows(words[0]) && !words[0].Any(char.IsAsciiLetterLower);

    /// <summary>A program that no rule knows, with an option: it is a command all the same, and said to be unknown.</summary>
    public static bool HasOption(string text) => Option().IsMatch(text);

    /// <summary>Not the mere name of one, such as <c>VACUUM FULL</c>: it ends like one, or names something.</summary>
    private static bool IsStatement(string text, string[] words) =>
        SqlText.Is(text)
            && (text.EndsWith(';')
                || Removes().IsMatch(text)
                || text.Contains('(', StringComparison.Ordinal)
                || (words.Length > 2 && words.Skip(1).Any(word => word.Any(char.IsAsciiLetterLower) || word == "*")));

    /// <summary>In code marks the name of a program with something behind it is a command, unless the name is a word of a sentence too.</summary>
    private static bool IsSure(string[] words, Rulebook rules) =>
        (rules.Knows(words[0]) && !CommandNames.IsWord(words[0]) && rules.ReadScript(string.Join(' ', words)).Class != StepClass.Unknown)
        || (CommandNames.IsOfRedisAlone(words) && rules.Redis.Knows(words[0]));

    [GeneratedRegex("^(?:FLUSHALL|FLUSHDB|SHUTDOWN|MONITOR)(?: (?:A?SYNC|(?:NO)?SAVE|NOW|FORCE))*$", RegexOptions.NonBacktracking)]
    private static partial Regex Destroys();

    [GeneratedRegex(
        @"^(?:truncate(?:\s+table)?|drop\s+(?:table|database|schema|index)(?:\s+if\s+exists)?)\s+[a-z_""][\w.""]*$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Removes();

    /// <summary>A redirection that nothing feeds.</summary>
    [GeneratedRegex(@"^:?\s*>\s*[/\w.]", RegexOptions.NonBacktracking)]
    private static partial Regex Empties();

    /// <summary>Names of keys, numbers, subcommands.</summary>
    [GeneratedRegex(@"[:*_\d/=]|^[A-Z][A-Z-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Argument();

    [GeneratedRegex(@"^[a-z./][\w./-]*(?:\s+[\w./:=,-]+)*\s--?[A-Za-z]", RegexOptions.NonBacktracking)]
    private static partial Regex Option();

    /// <summary>It ends like one, or two of its small words are those that sentences are made of.</summary>
    [GeneratedRegex(
        @"[\w)][.:!?]$|(?:\s(?:is|are|was|must|should|can|will|the|which|that|when|because|you|your|this|these|than|into|above|every\w*)\b.*){2}"
            + @"|\s(?:than|into|above|everything|everybody|must be)\b",
        RegexOptions.NonBacktracking)]
    private static partial Regex Sentence();
}
