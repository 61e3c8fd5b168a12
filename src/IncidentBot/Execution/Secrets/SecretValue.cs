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
    private static readonly SearchValues<char> OfKeys = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789:_-.*{}?[]");
    private static readonly SearchValues<char> Marks = SearchValues.Create("{}()[]<>,;:'\"`");

    private static readonly string[] Schemes = ["Bearer ", "Basic ", "Digest ", "Token ", "Negotiate ", "ApiKey "];

    private const string OfNumbers = "0123456789)\"' \t";

    private static readonly string[] Verbs = [" is", "is", "was", "to", ":"];

    private static readonly string[] Nothing =
        ["null", "none", "nil", "true", "false", "undefined", "unset", "empty", "yes", "no", "(nil)", "(none)", "n/a", "xxx"];

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
            return quoted with { IsSecret = !IsNothing(quoted.In(text)) && !IsPlaceholder(quoted.In(text)) };
        }

        // ODBC writes {a;b} for a value with a semicolon in it.
        if (inList && text[at] == '{')
        {
            var line = Until(text, at, "\r\n");
            return new SecretValue(at + 1, text.IndexOf("};", at, line - at, StringComparison.Ordinal) is > 0 and var close ? close : line, IsSecret: true);
        }

        // What is in it has names of its own.
        if (text[at] == '{' && !text.AsSpan(at).StartsWith("{{"))
        {
            return new SecretValue(at, at + 1, IsSecret: false);
        }

        var end = text[at] == '[' && !text.AsSpan(at).StartsWith(Redactor.Mask) ? Until(text, at + 1, "]\r\n")
            : text[at] == '<' && text.AsSpan(at, Math.Min(LongestName, text.Length - at)).IndexOf('>') is > 0 and var closed ? at + closed + 1
            : inList ? Until(text, at, ";\r\n\"")
            : BareEnd(text, at);
        var value = new SecretValue(at, end, IsSecret: true);
        return value with
        {
            IsSecret = !IsNothing(value.In(text)) && !IsReference(value.In(text)) && !(mayCount && IsOrdinary(value.In(text))),
        };
    }

    /// <summary><c>"password=a b"</c>: with the blanks in it, where the quote stands before the name and no other name follows.</summary>
    public SecretValue UpToTheQuote(string text, char quote)
    {
        if (!IsSecret || quote is not ('"' or '\'') || End == text.Length || text[End] != ' ')
        {
            return this;
        }

        var rest = text.AsSpan(End, Math.Min(LongestName, text.Length - End));
        return rest.IndexOfAny(quote, '=', '\n') is >= 0 and var at && rest[at] == quote ? this with { End = End + at } : this;
    }

    /// <summary>To the end of the line, or of the quotes that all of it stands in. The scheme of an <c>Authorization</c> stays.</summary>
    public static SecretValue Header(string text, int at)
    {
        var value = Quoted(text, at) ?? new SecretValue(at, HeaderEnd(text, at), IsSecret: true);
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

    /// <summary><c>&lt;password>x&lt;/password></c>: between its tags, or as far as it is there.</summary>
    public static SecretValue? Element(string text, int at)
    {
        var tag = text[at] == '>' ? 1 : text.AsSpan(at).StartsWith("&gt;") ? 4 : 0;
        if (tag == 0 || at + tag == text.Length || char.IsWhiteSpace(text[at + tag]))
        {
            return null;
        }

        at += tag;
        var end = Until(text, at, tag == 1 ? "<\r\n" : "&\r\n");
        var value = new SecretValue(at, end, IsSecret: true);
        return value with { IsSecret = !IsNothing(value.In(text)) && !IsReference(value.In(text)) };
    }

    /// <summary>On the line below, further in than a name would be: a YAML scalar, or what somebody has typed below its name.</summary>
    public static SecretValue? OnNextLine(string text, int at)
    {
        var isBlock = text[at] is '|' or '>';
        var line = isBlock ? at + 1 : at;
        line += isBlock && line < text.Length && text[line] is '-' or '+' ? 1 : 0;
        line += line < text.Length && text[line] == '\r' ? 1 : 0;
        if (line >= text.Length || text[line] != '\n')
        {
            return null;
        }

        var start = line + 1;
        while (start < text.Length && text[start] == ' ')
        {
            start++;
        }

        if (start == line + 1 || start == text.Length || text[start] is '\r' or '\n')
        {
            return new SecretValue(at, at, IsSecret: false);
        }

        var end = Until(text, start, "\r\n");
        while (isBlock && end + 1 < text.Length && text[end + 1] is ' ')
        {
            end = Until(text, end + 1, "\r\n");
        }

        var value = new SecretValue(start, end, IsSecret: true);
        var said = value.In(text).TrimEnd(',');
        return isBlock ? value
            : Quoted(text, start) is { } quoted && quoted.End + 2 >= start + said.Length ? quoted
            : !said.Contains(' ') && said is not [.., ':' or '{' or '['] && !IsNothing(said) && !IsReference(said) && !IsProse(said) ? value
            : new SecretValue(at, at, IsSecret: false);
    }

    /// <summary>What Redis answers for a setting: <c>1) "requirepass"</c>, and on the next line <c>2) "x"</c>; or a line each.</summary>
    public static SecretValue? OfReply(string text, int nameEnd, int at, bool isQuoted)
    {
        if (isQuoted && text[at] == ',')
        {
            at++;
        }
        else if (text[at] is '\r' or '\n' && (isQuoted || nameEnd == at) && IsAlone(text, nameEnd))
        {
            at += text[at] == '\r' ? 2 : 1;
        }
        else
        {
            return null;
        }

        while (at < text.Length && (text[at] is ' ' or '$' || char.IsAsciiDigit(text[at])) && Numbered(text, at) is var next && next > at)
        {
            at = next;
        }

        return at >= text.Length || text[at] is '\r' or '\n' ? null : Word(text, at);
    }

    /// <summary>Behind the name in a sentence: <c>the password is hunter2</c>. Only what looks as if nobody had thought of it.</summary>
    public static SecretValue? Told(string text, int at)
    {
        at += text[at] == '|' ? 1 : 0;
        foreach (var verb in Verbs)
        {
            at += text.AsSpan(at).StartsWith(verb) ? verb.Length : 0;
        }

        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        return at < text.Length && Word(text, at) is { IsSecret: true } value && value.LooksRandom(text) ? value : null;
    }

    /// <summary>How much of a literal of SQL stands here, with its first quote: <c>'</c>, <c>E'</c>, <c>('</c>. 0 where there is none.</summary>
    public static int Literal(string text, int at) =>
        text[at] is '\'' or '"' || text.AsSpan(at).StartsWith("$$") ? 1
        : text[at] is 'E' or 'N' or 'e' or 'n' or '(' && at + 1 < text.Length && text[at + 1] is '\'' or '"' ? 2
        : 0;

    /// <summary>Letters and digits in one word, which is no time, size, version or name of a thing.</summary>
    public bool LooksRandom(string text)
    {
        var value = In(text).TrimEnd(".,;:)'\"`");
        if (value.Length < 6 || value is ['v', >= '0' and <= '9', ..] || (value[4] == '-' && !value[..4].ContainsAnyExceptInRange('0', '9')))
        {
            return false;
        }

        foreach (var part in value.SplitAny("-_./:"))
        {
            if (value[part].IndexOfAnyInRange('0', '9') >= 0 && value[part].IndexOfAnyExceptInRange('0', '9') is var letter and >= 0
                && !(letter > 0 && value[part][letter..] is "s" or "ms" or "us" or "m" or "h" or "d" or "k" or "kb" or "mb" or "gb" or "KB" or "MB" or "GB"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What is said about a secret in place of it.</summary>
    public bool IsSaid(string text) => In(text).TrimEnd(".,;") is "required" or "unbound" or "missing" or "not" or "is" or "was" or "invalid" or "expired"
        or "unset" or "wrong" or "must" or "optional";

    /// <summary><c>session:token:count</c>: words and numbers, divided as the names of keys are.</summary>
    public bool IsPartOfAKey(string text, int nameStart)
    {
        var value = In(text).TrimEnd(",;.\"'");
        var isInKey = (nameStart > 0 && text[nameStart - 1] == ':') || value.Contains(':') || value.EndsWith("*");
        return (isInKey || IsWordAlone(text.AsSpan(nameStart, Start - nameStart)))
            && !value.ContainsAnyExcept(OfKeys) && !LooksRandom(text);
    }

    private static bool IsWordAlone(ReadOnlySpan<char> name) => name.TrimEnd(":") is "token" or "secret" or "secrets" or "cookie" or "dsn";

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
        ['…', ..] or "(redacted)" or "(redacted)," => true,
        _ => value.StartsWith(Redactor.Mask),
    };

    /// <summary>A number, or a constant: <c>pass: 5</c>, <c>sig=SIGTERM</c>.</summary>
    private static bool IsOrdinary(ReadOnlySpan<char> value) => !value.ContainsAnyExcept(Counting) || !value.ContainsAnyExceptInRange('A', 'Z');

    private static bool IsPlaceholder(ReadOnlySpan<char> value) => value.Trim() is ['{', '{', .., '}', '}'] or ['$', '{', .., '}'] or ['$', '(', .., ')'];

    /// <summary>The line before the end of a name is the name, or a number and the name.</summary>
    private static bool IsAlone(string text, int nameEnd)
    {
        var line = text.AsSpan(0, nameEnd);
        return !line[(line.LastIndexOf('\n') + 1)..].Trim().TrimStart(OfNumbers).ContainsAny(' ', '\t');
    }

    /// <summary>Behind <c>2) </c>, or behind <c>$8</c> and its line.</summary>
    private static int Numbered(string text, int at)
    {
        var end = at;
        while (end < text.Length && end - at < 12 && (text[end] is ' ' or ')' or '$' || char.IsAsciiDigit(text[end])))
        {
            end++;
        }

        return text[at] == '$' && end < text.Length && text[end] is '\r' or '\n' ? end + (text[end] == '\r' ? 2 : 1)
            : text.AsSpan(at, end - at).Contains(')') || text.AsSpan(at, end - at).Trim().IsEmpty ? end
            : at;
    }

    /// <summary>A quote ends it, unless a value in it is quoted: <c>Digest username="bot"</c>.</summary>
    private static int HeaderEnd(string text, int at)
    {
        var end = Until(text, at, "\"'\\\r\n");
        return end < text.Length && end > at && text[end - 1] == '=' ? Until(text, end, "\r\n") : end;
    }

    private ReadOnlySpan<char> In(string text) => text.AsSpan(Start, End - Start);

    /// <summary>Between the quotes; up to the end of the line where the second is missing.</summary>
    private static SecretValue? Quoted(string text, int at)
    {
        var isEscaped = text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '"' or '\'';
        var open = isEscaped ? at + 1 : at;
        if (text[open] is not ('"' or '\'' or '`') && !text.AsSpan(open).StartsWith("$$"))
        {
            return null;
        }

        if (text.AsSpan(open).StartsWith("$$"))
        {
            var dollars = text.IndexOf("$$", open + 2, StringComparison.Ordinal);
            return new SecretValue(open + 2, dollars < 0 ? Until(text, open, "\r\n") : dollars, IsSecret: true);
        }

        // ''x'' in a literal of SQL, '''x''' in TOML.
        var (first, last) = (open, open);
        while (!isEscaped && last + 1 < text.Length && text[last + 1] == text[open])
        {
            last++;
        }

        open = last > open && last + 1 < text.Length && !" \t\r\n,;)]}&|".Contains(text[last + 1], StringComparison.Ordinal) ? last : open;
        for (var end = open + 1; end < text.Length; end++)
        {
            // SQL, YAML and connection strings write a quote twice for one in the value.
            if (first == open && text[end] == text[open] && end + 2 < text.Length && text[end + 1] == text[open] && char.IsAsciiLetterOrDigit(text[end + 2]))
            {
                end++;
                continue;
            }

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
