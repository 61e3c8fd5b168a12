using System.Buffers;
using System.Text;

namespace IncidentBot.Execution.Secrets;

/// <summary>Secrets in the command lines of programs, which say by an option or a place what they are. One walk over the words, that never goes back.</summary>
internal sealed class ProgramSecrets
{
    private const int LongestName = 40;
    private const string OfOpenssl = "pass:";

    private static readonly SearchValues<char> Between = SearchValues.Create(" \t\r\n|;&()`\"'");
    private static readonly SearchValues<char> EndOfWord = SearchValues.Create(" \t\r\n|;&)`\"'");
    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\r\n\"'`");

    /// <summary>The programs of which there is a rule, alone or with a verb.</summary>
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Programs =
        ProgramRule.All.Keys.Select(key => key.Split(' ')[0]).ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly string text;
    private readonly StringBuilder masked = new();
    private int copied;
    private int at;
    private string? program;
    private ProgramRule? rule;

    /// <summary>How many words that are no options came since the rule was found.</summary>
    private int places;
    private bool isNext;

    /// <summary>What stands between the user, or the name, and the secret.</summary>
    private string? divider;

    private ProgramSecrets(string text) => this.text = text;

    public static string Mask(string text) => new ProgramSecrets(text).Walk();

    private string Walk()
    {
        while (at < text.Length)
        {
            if (Between.Contains(text[at]))
            {
                Pass();
                continue;
            }

            var start = at;
            at = End(start);
            Word(start);
        }

        return copied == 0 ? text : masked.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>A line ends its command unless its last letter is a backslash; a pipe does.</summary>
    private void Pass()
    {
        if (isNext && text[at] is '"' or '\'')
        {
            Quoted();
            return;
        }

        if (text[at] is '|' or ';' or '&' or '(' or '`' || (text[at] == '\n' && (at == 0 || text[at - 1] != '\\') && (at < 2 || text[at - 2] != '\\')))
        {
            (program, rule, isNext) = (null, null, false);
        }

        at++;
    }

    private void Word(int start)
    {
        var word = text.AsSpan(start, at - start);
        if (word is "\\")
        {
            return;
        }

        if (isNext)
        {
            isNext = false;
            Take(start, at);
        }
        else if (rule is not null && word is ['-', _, ..])
        {
            Option(start, word);
        }
        else if (!Finds(word) && rule is not null)
        {
            Place(start, word);
        }
    }

    /// <summary>Whether the word begins another command, or is the verb that says which one it is.</summary>
    private bool Finds(ReadOnlySpan<char> word)
    {
        if (rule?.From <= places)
        {
            return false;
        }

        var name = word[(word.LastIndexOfAny('/', '\\') + 1)..];
        name = name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
        if (name.Length is 0 or > LongestName)
        {
            return false;
        }

        if (program is not null && name.Length == word.Length && ProgramRule.All.TryGetValue($"{program} {name}", out var ofVerb))
        {
            (rule, places) = (ofVerb, 0);
            return true;
        }

        if (!Programs.Contains(name))
        {
            return false;
        }

        program = name.ToString();
        (rule, places) = (ProgramRule.All.GetValueOrDefault(program), 0);
        return true;
    }

    private void Option(int start, ReadOnlySpan<char> word)
    {
        foreach (var option in rule!.Options)
        {
            if (ValueAt(word, option, mayCluster: false) is { } value)
            {
                Value(start + value, option is "--from-literal" ? "=" : null);
                return;
            }
        }

        foreach (var option in rule.Pairs)
        {
            if (ValueAt(word, option, mayCluster: true) is { } value)
            {
                Value(start + value, ":%,");
                return;
            }
        }

        if (rule.Attached.Length > 0 && word.StartsWith(rule.Attached) && (word.Length > 2 || (at < text.Length && text[at] is '"' or '\'')))
        {
            Value(start + 2, null);
        }
    }

    /// <summary>Where the value begins in the word of the option; behind its end where it is the next word.</summary>
    private static int? ValueAt(ReadOnlySpan<char> word, string option, bool mayCluster)
    {
        if (word.StartsWith(option))
        {
            return word.Length == option.Length ? word.Length
                : word[option.Length] == '=' ? option.Length + 1
                : option.Length == 2 ? 2
                : null;
        }

        // curl -sSu bot:x
        return mayCluster && option.Length == 2 && word.Length <= 8 && word[1] != '-' && word[^1] == option[1] ? word.Length : null;
    }

    private void Value(int from, string? behind)
    {
        divider = behind;
        if (from < at)
        {
            Take(from, at);
        }
        else if (at < text.Length && text[at] is '"' or '\'')
        {
            Quoted();
        }
        else
        {
            isNext = true;
        }
    }

    private void Quoted()
    {
        var open = at;
        isNext = false;
        at = open + 1;
        while (at < text.Length && text[at] != text[open] && text[at] != '\n')
        {
            at += text[at] == '\\' && at + 1 < text.Length ? 2 : 1;
        }

        at = Math.Min(at, text.Length);
        Take(open + 1, at);
        at = Math.Min(at + 1, text.Length);
    }

    private void Place(int start, ReadOnlySpan<char> word)
    {
        var equals = word.TrimEnd('=').IndexOf('=');
        if (rule!.Fields && equals > 0 && equals + 1 < word.Length)
        {
            divider = null;
            Take(start + equals + 1, at);
        }
        else if (places++ >= rule.From && equals < 0)
        {
            divider = null;
            Take(start, at);
        }
    }

    private void Take(int from, int to)
    {
        if (divider is not null)
        {
            var value = text.AsSpan(from, to - from);
            var end = divider != "=" && value.Contains("://", StringComparison.Ordinal) ? -1 : value.IndexOfAny(divider);
            from = end < 0 ? to : from + end + 1;
        }

        from += text.AsSpan(from, to - from).StartsWith(OfOpenssl) ? OfOpenssl.Length : 0;
        if (text.AsSpan(from, to - from) is var secret && !secret.IsEmpty && !Placeholder.IsReference(secret) && !IsElsewhere(secret))
        {
            masked.Append(text, copied, from - copied).Append(Redactor.Mask);
            copied = to;
        }
    }

    /// <summary>Where openssl finds the password.</summary>
    private static bool IsElsewhere(ReadOnlySpan<char> value) =>
        value.StartsWith("env:") || value.StartsWith("file:") || value.StartsWith("fd:") || value is "stdin";

    /// <summary>At a blank or a mark of the shell: a password in a word can have a mark in it, which ends nothing there.</summary>
    private int End(int from)
    {
        var found = text.AsSpan(from).IndexOfAny(isNext ? Blanks : EndOfWord);
        return found < 0 ? text.Length : from + found;
    }
}
