using System.Buffers;

namespace IncidentBot.Execution.Secrets;

/// <summary>
/// A piece of a text where a secret can stand. Where its end cannot be seen, because the text was cut, it goes on to the end of the line: too much
/// is masked, never too little.
/// </summary>
/// <param name="IsSecret">False for what stands there instead of one: a variable, <c>null</c>, an ordinary word.</param>
internal readonly record struct SecretValue(int Start, int End, bool IsSecret)
{
    private static readonly SearchValues<char> Counting = SearchValues.Create("0123456789.,%/");
    private static readonly string[] Schemes = ["Bearer ", "Basic ", "Digest ", "Token ", "Negotiate ", "ApiKey "];
    private static readonly string[] Verbs = [" is", "is", "was", "to", ":"];

    public static SecretValue None(int at) => new(at, at, IsSecret: false);

    /// <summary>Behind <c>=</c> or <c>:</c>.</summary>
    /// <param name="inList">It stands in a list that <c>;</c> divides, such as a connection string: then blanks belong to it.</param>
    /// <param name="mayCount">The name means something else as well: a number is no secret.</param>
    public static SecretValue Assigned(string text, int at, bool inList, bool mayCount)
    {
        if (QuotedValue.At(text, at) is { } quoted)
        {
            return quoted with { IsSecret = !Placeholder.IsNothing(quoted.In(text)) && !Placeholder.IsTemplate(quoted.In(text)) };
        }

        // ODBC writes {a;b} for a value with a semicolon in it.
        if (inList && text[at] == '{')
        {
            var line = BareValue.Until(text, at, "\r\n");
            return new SecretValue(at + 1, text.IndexOf("};", at, line - at, StringComparison.Ordinal) is > 0 and var close ? close : line, IsSecret: true);
        }

        // What is in it has names of its own.
        if (text[at] == '{' && !text.AsSpan(at).StartsWith("{{"))
        {
            return new SecretValue(at, at + 1, IsSecret: false);
        }

        var end = text[at] == '[' && !text.AsSpan(at).StartsWith(Redactor.Mask) ? BareValue.Until(text, at + 1, "]\r\n")
            : text[at] == '<' && text.AsSpan(at, Math.Min(BareValue.LongestName, text.Length - at)).IndexOf('>') is > 0 and var closed ? at + closed + 1
            : inList ? BareValue.Until(text, at, ";\r\n\"")
            : BareValue.End(text, at);
        var value = new SecretValue(at, end, IsSecret: true);
        return value with { IsSecret = !Placeholder.Is(value.In(text)) && !(mayCount && IsOrdinary(value.In(text))) };
    }

    /// <summary><c>"password=a b"</c>: with the blanks in it, where the quote stands before the name and no other name follows.</summary>
    public SecretValue UpToTheQuote(string text, char quote)
    {
        if (!IsSecret || quote is not ('"' or '\'') || End == text.Length || text[End] != ' ')
        {
            return this;
        }

        var rest = text.AsSpan(End, Math.Min(BareValue.LongestName, text.Length - End));
        return rest.IndexOfAny(quote, '=', '\n') is >= 0 and var at && rest[at] == quote ? this with { End = End + at } : this;
    }

    /// <summary>To the end of the line, or of the quotes that all of it stands in. The scheme of an <c>Authorization</c> stays.</summary>
    public static SecretValue Header(string text, int at)
    {
        var value = QuotedValue.At(text, at) ?? new SecretValue(at, BareValue.HeaderEnd(text, at), IsSecret: true);
        foreach (var scheme in Schemes)
        {
            if (value.In(text).StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                value = value with { Start = value.Start + scheme.Length };
                break;
            }
        }

        return value with { IsSecret = !Placeholder.Is(value.In(text)) };
    }

    /// <summary>Behind a blank: a word, or what stands in quotes.</summary>
    public static SecretValue Word(string text, int at)
    {
        if (QuotedValue.At(text, at) is { } quoted)
        {
            return quoted;
        }

        var value = new SecretValue(at, BareValue.End(text, at), IsSecret: true);
        return value with { IsSecret = !Prose.Is(value.In(text)) && !Placeholder.IsReference(value.In(text)) && text[at] != '-' };
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
        var end = BareValue.Until(text, at, tag == 1 ? "<\r\n" : "&\r\n");
        var value = new SecretValue(at, end, IsSecret: true);
        return value with { IsSecret = !Placeholder.Is(value.In(text)) };
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

        return at < text.Length && Word(text, at) is { IsSecret: true } value && Randomness.ShowsIn(value.In(text)) ? value : null;
    }

    public ReadOnlySpan<char> In(string text) => text.AsSpan(Start, End - Start);

    /// <summary>A number, or a constant: <c>pass: 5</c>, <c>sig=SIGTERM</c>.</summary>
    private static bool IsOrdinary(ReadOnlySpan<char> value) => !value.ContainsAnyExcept(Counting) || !value.ContainsAnyExceptInRange('A', 'Z');
}
