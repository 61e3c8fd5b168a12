using System.Collections.Frozen;
using System.Text.RegularExpressions;
using IncidentBot.Runbooks.Rules;

namespace IncidentBot.Runbooks.Reading;

/// <summary>
/// Commands in the middle of a sentence that no marks set apart: <c>Then do a redis-cli -n 4 flushdb and wait.</c> A command begins with
/// a program whose name is no word, and ends with what closes the quotation before it, or where the sentence goes on.
/// </summary>
internal static partial class SpokenCommand
{
    /// <summary>No command that people say is longer, and what is looked at more than once stays short.</summary>
    private const int Longest = 600;

    private static readonly char[] Opening = [.. "(\"'“‘„‚«‹「『【{[>=!|:：、。，（*_~`→,;"];

    /// <summary>With these a sentence goes on.</summary>
    private static readonly FrozenSet<string> Goes = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "a", "after", "again", "against", "an", "and", "as", "at", "because", "before", "but", "by", "can", "command", "first", "for", "from", "here", "if",
        "immediately", "in", "into", "is", "it", "must", "now", "of", "on", "once", "only", "or", "output", "per", "removes", "shows", "should", "since", "so",
        "that", "the", "then", "there", "this", "to", "twice", "until", "was", "we", "when", "where", "which", "while", "will", "with", "would", "you", "your",
        "als", "auf", "aus", "beenden", "danach", "dann", "das", "den", "der", "die", "ein", "im", "laufen", "mit", "oder", "um", "und", "von", "zu", "zum",
        "avec", "de", "dans", "en", "et", "le", "la", "les", "ou", "para", "pour", "puis", "sur", "y");

    /// <returns>Each with its place in the line, in order.</returns>
    public static IEnumerable<(int Start, string Text)> In(string line, Rulebook rules)
    {
        for (var at = 0; at < line.Length;)
        {
            var end = line.IndexOfAny([' ', '\t'], at) is >= 0 and var space ? space : line.Length;
            var start = Begin(line, at, end);
            at = end;
            if (start == end)
            {
                at++;
                continue;
            }

            var found = Program().IsMatch(line[start..at]) ? Command(line, start, rules)
                : Sent().IsMatch(line.Substring(start, Cut(line[start..at])).TrimEnd('.', ',', ';', ':', '!'))
                    && (line.AsSpan(start).StartsWith("FLUSH") || IsSaid().IsMatch(line[Math.Max(0, start - 40)..start]))
                ? Sentence(line, start, rules)
                : "";
            if (found.Length == 0 && Small().Match(line[start..Math.Min(line.Length, start + Longest)]) is { Success: true } small)
            {
                yield return (start, small.Value);
                at = start + small.Length;
                continue;
            }

            if (Meant(found, rules))
            {
                yield return (start, found);
                at = start + found.Length;
            }
        }
    }

    /// <summary>Behind the last mark that has a letter after it; not a macro's nor a link's: <c>FLUSHALL{warning}</c>, <c>[FLUSHALL](…)</c>.</summary>
    private static int Begin(string line, int at, int end)
    {
        var start = at;
        for (var i = at; i + 1 < end && !(line[i] is '{' or ']' && i > at && char.IsAsciiLetter(line[i - 1])); i++)
        {
            start = Opening.Contains(line[i]) && (char.IsAsciiLetter(line[i + 1]) || line[i + 1] == '/') ? i + 1 : start;
        }

        return start;
    }

    /// <summary>No sentence begins with it, or it is named all the same because it destroys.</summary>
    public static bool IsCertain(string text) =>
        text.StartsWith("FLUSH", StringComparison.Ordinal) || Names().IsMatch(text.Split(' ')[0]) || InlineCommand.HasOption(text);

    private static bool Meant(string text, Rulebook rules)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            return false;
        }

        if (InlineCommand.IsRedis(words, rules))
        {
            return InlineCommand.IsWholeLine(text, rules);
        }

        var verdict = words.Length == 1 ? null : rules.ReadScript(text);
        return verdict is not null && (InlineCommand.HasOption(text)
            || (verdict.Class != StepClass.Unknown
                && verdict.Becomes != Verdict.NothingToDo
                && (Names().IsMatch(words[0]) || words.Length > 2 && Verbs().IsMatch(words[0]) || words.Skip(1).Any(BlockKind.IsCommandLike))));
    }

    /// <summary>Up to what closes the quotation that stands before it, where there is one.</summary>
    private static string Command(string line, int start, Rulebook rules) =>
        start > 0 && Closes(line[start - 1]) is { } mark && IndexOf(line, mark, start) is > 0 and var close
            ? line[start..close].TrimEnd('\\', ' ')
            : Sentence(line, start, rules);

    private static char? Closes(char mark) => mark switch
    {
        '(' => ')',
        '（' => '）',
        '[' => ']',
        '{' => '}',
        '【' => '】',
        '「' => '」',
        '『' => '』',
        '«' => '»',
        '‹' => '›',
        '“' => '”',
        '‘' or '‚' => '’',
        '„' => '“',
        '>' => '<',
        '"' or '\'' or '`' or '=' or '*' or '_' or '~' => mark,
        _ => null,
    };

    private static int IndexOf(string text, char mark, int from) => from >= text.Length ? -1 : text.IndexOf(mark, from, Math.Min(Longest, text.Length - from));

    private static string Sentence(string line, int start, Rulebook rules)
    {
        var end = start;
        for (var at = start; at < Math.Min(line.Length, start + Longest);)
        {
            var (from, word) = WordAt(line, at);
            at = from + word.Length;
            if (word.Length == 0 || word.Any(IsForeign) || Goes.Contains(word.TrimEnd('.', ',', ';', ':', '!', '?')) || Aside().IsMatch(word))
            {
                break;
            }

            if (word is "|" or "||" or "&&" or ";")
            {
                if (!rules.Knows(WordAt(line, at).Text))
                {
                    break;
                }

                continue;
            }

            var cut = Cut(word);
            var kept = word[..cut].TrimEnd('.', ',', ';', ':', '!', '?', '*', '_');
            kept = kept.Length > 0 && word[..cut].EndsWith(":*", StringComparison.Ordinal) ? word[..cut] : kept;
            end = kept.Length > 0 ? from + kept.Length : end;
            if (kept.Length < word.Length && !(word.EndsWith(';') && rules.Knows(WordAt(line, at).Text)))
            {
                break;
            }
        }

        return line[start..end];
    }

    /// <summary>Letters such as ü, which a word of a sentence may have.</summary>
    private static bool IsForeign(char letter) => letter is >= '\u00C0' and <= '\u024F';

    /// <summary>Where a word stops being one of a command: at a letter that no command is written with, a bracket that closes, a tag.</summary>
    private static int Cut(string word)
    {
        for (var i = 0; i < Math.Min(word.Length, Longest); i++)
        {
            if (word[i] is '"' or '\'' && IndexOf(word, word[i], i + 1) is > 0 and var close)
            {
                i = close;
            }
            else if (word[i] > '\u024F' || word[i] is '`' or ')' && !word[..i].Contains('(', StringComparison.Ordinal)
                || (word[i] == '}' && !word[..i].Contains('{', StringComparison.Ordinal))
                || (word[i] == ']' && !word[..i].Contains('[', StringComparison.Ordinal))
                || (word[i] == '{' && i > 0 && char.IsAsciiLetter(word[i - 1]))
                || (word[i] is '|' or '"' && i == word.Length - 1))
            {
                return i;
            }
        }

        return Math.Min(word.Length, Longest);
    }

    /// <summary>The next word, with the quotes in it; spaces in quotes that are closed do not end it.</summary>
    private static (int Start, string Text) WordAt(string line, int at)
    {
        while (at < line.Length && char.IsWhiteSpace(line[at]))
        {
            at++;
        }

        var start = at;
        while (at < line.Length && !char.IsWhiteSpace(line[at]))
        {
            at = at > start && line[at] is '"' or '\'' && line[at - 1] is ' ' or '=' && IndexOf(line, line[at], at + 1) is > 0 and var close ? close + 1
                : at == start && line[at] is '"' or '\'' && start > 0 && IndexOf(line, line[at], at + 1) is > 0 and var end
                    && !Program().IsMatch(line[(at + 1)..end].Split(' ')[0]) ? end + 1
                : at + 1;
        }

        return (start, line[start..at]);
    }

    [GeneratedRegex(@"^(?:\S*/)?(?:(?:redis|valkey|keydb|gitlab-redis|redis6)-cli(?:\.exe)?|redis-check-(?:aof|rdb)|kubectl|oc|docker"
        + @"|docker-compose|podman|helm|curl|wget|systemctl|journalctl|supervisorctl|sudo|ssh|psql|pm2|celery|rq|aws|gcloud|pkill|gitlab-ctl)$",
        RegexOptions.NonBacktracking)]
    private static partial Regex Program();

    /// <summary>Those that one word is enough for.</summary>
    [GeneratedRegex(@"-cli(?:\.exe)?$", RegexOptions.NonBacktracking)]
    private static partial Regex Names();

    /// <summary>Those whose verbs the rules know, so that a sentence does not pass for a call.</summary>
    [GeneratedRegex(@"^(?:\S*/)?(?:kubectl|oc|docker|docker-compose|podman|helm|systemctl|journalctl|supervisorctl|sudo|gitlab-ctl)$",
        RegexOptions.NonBacktracking)]
    private static partial Regex Verbs();

    /// <summary>What is said before a command of Redis that stands alone: <c>issue a FLUSHALL</c>. What destroys is named without that.</summary>
    [GeneratedRegex(@"\b(?:run|issue|execute|send|type|enter|use|do|perform|call|try|invoke|fire)\s+(?:(?:an?|the)\s+)?[""'“‘]?$|[:→「『""“'‘]\s*$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex IsSaid();

    /// <summary>What changes a Redis, in the small letters that people say it in; as many words of it as no sentence has by chance.</summary>
    [GeneratedRegex(
        @"^(?:flush(?:all|db)(?:\s+a?sync)?|shutdown\s+(?:no)?save|cluster\s+(?:reset\s+(?:hard|soft|[\[{<])|failover\s+(?:takeover|force))"
            + @"|config\s+set\s+[a-z][a-z-]{2,}\s+[\w""'.-]+|(?:replica|slave)of\s+(?:no\s+one|[\w.-]+\s+\d+)|client\s+kill\s+(?:type|id|addr|user)\s+[\w.:-]+"
            + @"|script\s+(?:kill|flush)|debug\s+(?:sleep|segfault|reload)|function\s+flush)\b",
        RegexOptions.NonBacktracking)]
    private static partial Regex Small();

    [GeneratedRegex("^[A-Z]{3,}$", RegexOptions.NonBacktracking)]
    private static partial Regex Sent();

    [GeneratedRegex(@"^(?:[-–—]$|-->|%%|[(（#—→<]|//|[^\x00-\x7F])", RegexOptions.NonBacktracking)]
    private static partial Regex Aside();
}
