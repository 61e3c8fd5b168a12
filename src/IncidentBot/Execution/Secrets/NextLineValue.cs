namespace IncidentBot.Execution.Secrets;

/// <summary>A value on the line below its name.</summary>
internal static class NextLineValue
{
    /// <summary>Further in than a name would be: a YAML scalar, or what somebody has typed below its name.</summary>
    public static SecretValue? At(string text, int at)
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
            return SecretValue.None(at);
        }

        var end = BareValue.Until(text, start, "\r\n");
        while (isBlock && end + 1 < text.Length && text[end + 1] is ' ')
        {
            end = BareValue.Until(text, end + 1, "\r\n");
        }

        var value = new SecretValue(start, end, IsSecret: true);
        var said = value.In(text).TrimEnd(',');
        return isBlock ? value
            : QuotedValue.At(text, start) is { } quoted && quoted.End + 2 >= start + said.Length ? quoted
            : !said.Contains(' ') && said is not [.., ':' or '{' or '['] && !Placeholder.Is(said) && !Prose.Is(said) ? value
            : SecretValue.None(at);
    }
}
