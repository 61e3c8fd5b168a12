namespace IncidentBot.Runbooks.Reading;

/// <summary>Cuts SQL at its semicolons, leaving those in quotes and comments alone.</summary>
internal static class SqlStatements
{
    public static IEnumerable<(int Line, string Text)> Cut(string text)
    {
        var start = 0;
        var lines = new LineNumbers(text);
        char? first = null;
        for (var at = 0; at <= text.Length; at++)
        {
            if (at == text.Length || text[at] == ';' || (text[at] == '\n' && first == '\\'))
            {
                var end = Math.Min(at + 1, text.Length);
                var begin = Begin(text, start, end);
                if (begin < end && text[begin..end].Trim(';', ' ', '\n', '\t').Length > 0)
                {
                    yield return (lines.Of(begin), text[begin..end].Trim());
                }

                start = end;
                first = null;
                continue;
            }

            first ??= char.IsWhiteSpace(text[at]) ? null : text[at];

            at = text[at] switch
            {
                '\'' or '"' => text.IndexOf(text[at], at + 1) is >= 0 and var close ? close : at,
                '-' when at + 1 < text.Length && text[at + 1] == '-' => text.IndexOf('\n', at) is >= 0 and var line ? line : text.Length - 1,
                _ => at,
            };
        }
    }

    /// <summary>Past spaces and whole-line comments.</summary>
    private static int Begin(string text, int start, int end)
    {
        while (start < end)
        {
            if (char.IsWhiteSpace(text[start]))
            {
                start++;
            }
            else if (text.AsSpan(start, end - start).StartsWith("--"))
            {
                start = text.IndexOf('\n', start, end - start) is >= 0 and var line ? line : end;
            }
            else
            {
                break;
            }
        }

        return start;
    }
}
