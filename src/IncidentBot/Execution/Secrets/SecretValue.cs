using System.Buffers;

namespace IncidentBot.Execution.Secrets;

/// <summary>
/// A piece of a text where a secret can stand. Where its end cannot be seen, because the text was cut, it goes on to the end of the line: too much
/// is masked, never too little.
/// </summary>
/// <param name="IsSecret">False for what stands there instead of one: a variable, <c>null</c>, an ordinary word.</param>
internal readonly record struct SecretValue(int Start, int End, bool IsSecret)
{
    private const int LongestName = 40;

    private static readonly SearchValues<char> Counting = SearchValues.Create("0123456789.,%/");
    private static readonly SearchValues<char> Variable = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
    private static readonly SearchValues<char> Marks = SearchValues.Create("{}()[]<>,;:'\"`");

    private static readonly string[] Schemes = ["Bearer ", "Basic ", "Digest ", "Token ", "Negotiate ", "ApiKey "];

    private static readonly string[] Nothing = ["null", "none", "nil", "true", "false", "undefined", "unset", "empty", "yes", "no", "(nil)", "(none)", "n/a"];

    /// <summary>What follows the name of a command or a setting in a sentence.</summary>
    private static readonly HashSet<string> Prose = new(StringComparer.Ordinal)
    {
        "failed", "fails", "fail", "failure", "failures", "error", "errors", "is", "was", "are", "were", "has", "had", "must", "may", "can", "cannot", "will",
        "should", "to", "and", "or", "but", "in", "on", "of", "for", "with", "without", "by", "from", "as", "if", "when", "then", "not", "no", "does", "did",
        "directive", "option", "options", "setting", "settings", "command", "commands", "called", "required", "requires", "needed", "rejected", "refused",
        "denied", "succeeded", "ok", "OK", "token", "tokens", "password", "passwords", "credentials", "username", "user", "users", "attempt", "attempts",
        "method", "mode", "module", "service", "config", "configuration", "string", "value", "values", "the", "a", "an", "that", "this", "it", "changed",
        "again", "before", "after", "first", "authentication", "authorization", "HELLO", "PING",
    };

    public bool IsEmpty => End <= Start;

    /// <summary>Behind <c>=</c> or <c>:</c>.</summary>
    /// <param name="inList">It stands in a list that <c>;</c> divides, such as a connection string: then blanks belong to it.</param>
    /// <param name="mayCount">The name means something else as well: a number is no secret.</param>
    public static SecretValue Assigned(string text, int at, bool inList, bool mayCount)
    {
        if (Quoted(text, at) is { } quoted)
        {
            return quoted with { IsSecret = !IsNothing(quoted.In(text)) };
        }

        // What is in it has names of its own.
        if (text[at] == '{')
        {
            return new SecretValue(at, at + 1, IsSecret: false);
        }

        var end = text[at] == '[' && !text.AsSpan(at).StartsWith(Redactor.Mask) ? Until(text, at + 1, "]\r\n")
            : inList ? Until(text, at, ";\r\n\"")
            : BareEnd(text, at);
        var value = new SecretValue(at, end, IsSecret: true);
        return value with
        {
            IsSecret = !IsNothing(value.In(text)) && !IsReference(value.In(text)) && !(mayCount && !value.In(text).ContainsAnyExcept(Counting)),
        };
    }

    /// <summary>To the end of the line, or of the quotes that all of it stands in. The scheme of an <c>Authorization</c> stays.</summary>
    public static SecretValue Header(string text, int at)
    {
        var value = Quoted(text, at) ?? new SecretValue(at, Until(text, at, "\"'\\\r\n"), IsSecret: true);
        foreach (var scheme in Schemes)
        {
            if (value.In(text).StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                value = value with { Start = value.Start + scheme.Length };
                break;
            }
        }

        return value with { IsSecret = !IsNothing(value.In(text)) && !IsReference(value.In(text)) };
    }

    /// <summary>Behind a blank: a word, or what stands in quotes.</summary>
    public static SecretValue Word(string text, int at)
    {
        if (Quoted(text, at) is { } quoted)
        {
            return quoted;
        }

        var value = new SecretValue(at, BareEnd(text, at), IsSecret: true);
        return value with { IsSecret = !IsProse(value.In(text)) && !IsReference(value.In(text)) && text[at] != '-' };
    }

    public static bool IsProse(ReadOnlySpan<char> word) =>
        word.TrimEnd(".,:;!?)") is var bare && (bare.IsEmpty || Prose.GetAlternateLookup<ReadOnlySpan<char>>().Contains(bare));

    /// <summary>A variable, a place to be filled, a pattern of keys, or what has been masked.</summary>
    public static bool IsReference(ReadOnlySpan<char> value) => value switch
    {
        [] => true,
        ['*', ..] => value.TrimEnd("),;'\"`").Trim('*').IsEmpty,
        ['$', '{' or '(', ..] => true,
        ['$', .. var name] => !name.TrimEnd(")'\";,").ContainsAnyExcept(Variable),
        ['<', .., '>'] or ['{', '{', ..] or ['%', 's' or '{', ..] => true,
        ['…', ..] => true,
        _ => value.StartsWith(Redactor.Mask),
    };

    private ReadOnlySpan<char> In(string text) => text.AsSpan(Start, End - Start);

    /// <summary>Between the quotes; up to the end of the line where the second is missing.</summary>
    private static SecretValue? Quoted(string text, int at)
    {
        var isEscaped = text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '"' or '\'';
        var open = isEscaped ? at + 1 : at;
        if (text[open] is not ('"' or '\'' or '`'))
        {
            return null;
        }

        for (var end = open + 1; end < text.Length; end++)
        {
            if (text[end] is '\r' or '\n' || text[end] == text[open] || (isEscaped && text[end] == '\\'))
            {
                return new SecretValue(open + 1, end, IsSecret: end > open + 1);
            }

            end += text[end] == '\\' ? 1 : 0;
        }

        return new SecretValue(open + 1, text.Length, IsSecret: true);
    }

    /// <summary>At a blank, at a comma, a semicolon or an ampersand before another name, or at the quote that ends all of it.</summary>
    private static int BareEnd(string text, int at)
    {
        for (var end = at; end < text.Length; end++)
        {
            if (text[end] is ' ' or '\t' or '\r' or '\n'
                || (text[end] is ',' or ';' or '&' && Divides(text, end + 1))
                || (text[end] is '"' or '\'' or '`' && (end + 1 == text.Length || " \t\r\n,;)]}:".Contains(text[end + 1], StringComparison.Ordinal))))
            {
                return end > at + 1 && text[end - 1] == '\\' ? end - 1 : end;
            }
        }

        return text.Length;
    }

    /// <summary>Whether another name, with its = or :, stands behind a comma, or nothing.</summary>
    private static bool Divides(string text, int at)
    {
        if (at == text.Length || text[at] is ' ' or '\t' or '\r' or '\n' or '"' or '\'' or '`')
        {
            return true;
        }

        var i = at;
        while (i < text.Length && i - at < LongestName && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '_' or '-' or '.' or ' '))
        {
            i++;
        }

        return i > at && i < text.Length && text[i] is '=' or ':';
    }

    private static int Until(string text, int at, string marks) =>
        text.AsSpan(at).IndexOfAny(marks) is var found and >= 0 ? at + found : text.Length;

    private static bool IsNothing(ReadOnlySpan<char> value)
    {
        var bare = value.Trim().TrimEnd(",;)}]");
        foreach (var word in Nothing)
        {
            if (bare.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return !bare.ContainsAnyExcept(Marks);
    }
}
