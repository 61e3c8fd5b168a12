namespace IncidentBot.Execution.Secrets;

/// <summary>Where a value ends that no quotes hold together.</summary>
internal static class BareValue
{
    /// <summary>As far as the name behind a value, or the end of a <c>&lt;placeholder></c>, is looked for.</summary>
    public const int LongestName = 40;

    /// <summary>At a blank, at a comma, a semicolon or an ampersand before another name, or at the quote that ends all of it.</summary>
    public static int End(string text, int at)
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

    /// <summary>A quote ends it, unless a value in it is quoted: <c>Digest username="bot"</c>.</summary>
    public static int HeaderEnd(string text, int at)
    {
        var end = Until(text, at, "\"'\\\r\n");
        return end < text.Length && end > at && text[end - 1] == '=' ? Until(text, end, "\r\n") : end;
    }

    /// <summary>At the first of the marks, or at the end of the text.</summary>
    public static int Until(string text, int at, string marks) =>
        text.AsSpan(at).IndexOfAny(marks) is var found and >= 0 ? at + found : text.Length;

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
}
