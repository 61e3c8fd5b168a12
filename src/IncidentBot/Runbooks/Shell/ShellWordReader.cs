using System.Text;

namespace IncidentBot.Runbooks.Shell;

/// <summary>Reads one word, with its quotes, escapes, variables and substitutions.</summary>
internal sealed class ShellWordReader(string text)
{
    private const int LongestArithmetic = 200;

    private readonly StringBuilder value = new();
    private readonly List<string> substitutions = [];
    private readonly NextPlace braces = new(text, '}');
    private readonly NextPlace lineEnds = new(text, '\n');
    private int at;
    private bool quoted;
    private string? fault;

    /// <summary>After one <c>$(</c> without an end there is no point in looking for the end of the next: it would only cost time.</summary>
    private bool substitutionsBroken;

    public ShellToken Read(int start)
    {
        value.Clear();
        substitutions.Clear();
        (at, quoted, fault) = (start, false, null);
        while (at < text.Length && fault is null && !EndsWord())
        {
            Step();
        }

        return new ShellToken(ShellTokenKind.Word, start, at - start, value.ToString()) { Quoted = quoted, Substitutions = [.. substitutions], Fault = fault };
    }

    private bool EndsWord()
    {
        var c = text[at];
        if (c is '<' or '>')
        {
            return ShellText.PlaceholderLength(text, at) == 0 && !IsProcessSubstitution();
        }

        return char.IsWhiteSpace(c) || "|&;()".Contains(c, StringComparison.Ordinal);
    }

    private bool IsProcessSubstitution() => value.Length == 0 && at + 1 < text.Length && text[at + 1] == '(';

    private void Step()
    {
        switch (text[at])
        {
            case '\\':
                Escape();
                break;
            case '\'':
                Single(ansi: false);
                break;
            case '"':
                Double();
                break;
            case '<' or '>' when ShellText.PlaceholderLength(text, at) is > 0 and var length:
                Take(length);
                break;
            case '<' or '>':
                Take(1);
                Substitution(prefix: 1, '(', ')');
                break;
            default:
                Expansion();
                break;
        }
    }

    private void Expansion()
    {
        var next = at + 1 < text.Length ? text[at + 1] : '\0';
        switch (text[at])
        {
            case '$' when next == '(' && !substitutionsBroken && ArithmeticLength() is > 0 and var length:
                substitutions.AddRange(ShellLexer.Read(text.Substring(at + 3, length - 5)).SelectMany(token => token.Substitutions));
                Take(length);
                break;
            case '$' when next == '(' && !substitutionsBroken:
                Substitution(prefix: 2, '(', ')');
                break;
            case '$' when next == '{' && braces.From(at) is var close && close < lineEnds.From(at):
                Take(close - at + 1);
                break;
            case '$' when next == '\'':
                at++;
                Single(ansi: true);
                break;
            case '`' when text.IndexOf('`', at + 1) is > 0 and var end:
                substitutions.Add(text[(at + 1)..end]);
                Take(end - at + 1);
                break;
            default:
                Take(1);
                break;
        }
    }

    /// <summary>The length of <c>$(( … ))</c> at this place, or 0: it computes a number and runs nothing but the substitutions inside.</summary>
    private int ArithmeticLength()
    {
        if (at + 2 >= text.Length || text[at + 2] != '(')
        {
            return 0;
        }

        var depth = 0;
        for (var i = at + 3; i < Math.Min(text.Length - 1, at + LongestArithmetic); i++)
        {
            if (text[i] == ')' && depth-- == 0)
            {
                return text[i + 1] == ')' ? i + 2 - at : 0;
            }

            depth += text[i] == '(' ? 1 : 0;
        }

        return 0;
    }

    private void Escape()
    {
        if (ShellText.Continues(text, at) is > 0 and var continuation)
        {
            at += continuation;
            return;
        }

        quoted = true;
        at++;
        if (at < text.Length)
        {
            Take(1);
        }
    }

    private void Single(bool ansi)
    {
        quoted = true;
        var end = at + 1;
        while (end < text.Length && text[end] != '\'')
        {
            end += ansi && text[end] == '\\' ? 2 : 1;
        }

        if (end >= text.Length)
        {
            Break("a single quote never closes");
            return;
        }

        value.Append(text, at + 1, end - at - 1);
        at = end + 1;
    }

    private void Double()
    {
        quoted = true;
        var open = at++;
        var (kept, noted) = (value.Length, substitutions.Count);
        while (at < text.Length && text[at] != '"' && fault is null)
        {
            if (ShellText.Continues(text, at) is > 0 and var continuation)
            {
                at += continuation;
            }
            else if (text[at] == '\\' && at + 1 < text.Length)
            {
                at++;
                if (text[at] is not ('"' or '\\' or '$' or '`' or '\n'))
                {
                    value.Append('\\');
                }

                Take(1);
            }
            else if (text[at] is '$' or '`')
            {
                if (text[at] == '$' && at + 1 < text.Length && text[at + 1] == '\'')
                {
                    Take(1);
                }
                else
                {
                    Expansion();
                }
            }
            else
            {
                Take(1);
            }
        }

        if (at < text.Length && fault is null)
        {
            at++;
            return;
        }

        value.Length = kept;
        substitutions.RemoveRange(noted, substitutions.Count - noted);
        at = open;
        Break("a double quote never closes");
    }

    /// <param name="prefix">How many characters stand before the inside; for <c>&lt;(</c> one of them has been taken.</param>
    private void Substitution(int prefix, char open, char close)
    {
        var inside = at + prefix;
        var depth = 1;
        for (var i = inside; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\')
            {
                i++;
            }
            else if (c == '\'' && text.IndexOf('\'', i + 1) is > 0 and var end)
            {
                i = end;
            }
            else if (c == open)
            {
                depth++;
            }
            else if (c == close && --depth == 0)
            {
                substitutions.Add(text[inside..i]);
                Take(i - at + 1);
                return;
            }
        }

        substitutionsBroken = true;
        Break("a $( never closes");
    }

    /// <summary>The rest of the line belongs to the broken word; the next line starts afresh.</summary>
    private void Break(string what)
    {
        fault = what;
        Take(ShellText.LineEnd(text, at) - at);
    }

    private void Take(int length)
    {
        value.Append(text, at, length);
        at += length;
    }
}
