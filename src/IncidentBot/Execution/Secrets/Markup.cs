namespace IncidentBot.Execution.Secrets;

/// <summary>What a name is dressed up with: quotes, Markdown, a tag that ends, the colour of a terminal.</summary>
internal static class Markup
{
    private const int Longest = 24;

    /// <summary>The first place behind it.</summary>
    public static int Behind(string text, int at, out bool isQuoted, bool quotes = true)
    {
        isQuoted = false;
        for (var most = at + Longest; at < text.Length && at < most;)
        {
            var isEscaped = text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '"' or '\'';
            if (quotes && (isEscaped || text[at] is '"' or '\'' or '`'))
            {
                isQuoted |= text[at] != '`';
                at += isEscaped ? 2 : 1;
            }
            else if (text[at] is '*' or ']')
            {
                at++;
            }
            else if (text.AsSpan(at).StartsWith("</") || text.AsSpan(at).StartsWith("\e["))
            {
                var end = text.AsSpan(at, Math.Min(Longest, text.Length - at)).IndexOfAny('>', 'm');
                if (end < 0)
                {
                    break;
                }

                at += end + 1;
            }
            else
            {
                break;
            }
        }

        return at;
    }
}
