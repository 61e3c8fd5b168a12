namespace IncidentBot.Execution.Secrets;

/// <summary>A value in quotes of any kind: of programs, of SQL, of TOML and YAML, or in quotes that stand in a quoted text themselves.</summary>
internal static class QuotedValue
{
    /// <summary>Between the quotes; up to the end of the line where the second is missing.</summary>
    public static SecretValue? At(string text, int at)
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
            return new SecretValue(open + 2, dollars < 0 ? BareValue.Until(text, open, "\r\n") : dollars, IsSecret: true);
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

    /// <summary>How much of a literal of SQL stands here, with its first quote: <c>'</c>, <c>E'</c>, <c>('</c>. 0 where there is none.</summary>
    public static int SqlOpening(string text, int at) =>
        text[at] is '\'' or '"' || text.AsSpan(at).StartsWith("$$") ? 1
        : text[at] is 'E' or 'N' or 'e' or 'n' or '(' && at + 1 < text.Length && text[at + 1] is '\'' or '"' ? 2
        : 0;
}
