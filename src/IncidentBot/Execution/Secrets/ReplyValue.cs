namespace IncidentBot.Execution.Secrets;

/// <summary>A value as Redis answers it, in the words of redis-cli or of the protocol.</summary>
internal static class ReplyValue
{
    private const string OfNumbers = "0123456789)\"' \t";

    /// <summary>For a setting: <c>1) "requirepass"</c>, and on the next line <c>2) "x"</c>; or a line each.</summary>
    public static SecretValue? At(string text, int nameEnd, int at, bool isQuoted)
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

        return at >= text.Length || text[at] is '\r' or '\n' ? null : SecretValue.Word(text, at);
    }

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
}
