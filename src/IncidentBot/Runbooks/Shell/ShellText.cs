namespace IncidentBot.Runbooks.Shell;

/// <summary>Small questions about a position in a shell text.</summary>
internal static class ShellText
{
    private const int LongestPlaceholder = 60;

    public static int LineEnd(string text, int at)
    {
        var end = text.IndexOf('\n', at);
        return end < 0 ? text.Length : end;
    }

    /// <summary>The length of a backslash and line end at this place, or 0.</summary>
    public static int Continues(string text, int at) =>
        text[at] != '\\' ? 0
        : at + 1 < text.Length && text[at + 1] == '\n' ? 2
        : at + 2 < text.Length && text[at + 1] == '\r' && text[at + 2] == '\n' ? 3
        : 0;

    /// <summary>The length of <c>&lt;client_id&gt;</c> at this place, or 0. The shell would see a redirection; the reader of a runbook does not.</summary>
    public static int PlaceholderLength(string text, int at)
    {
        if (text[at] != '<' || at + 2 >= text.Length || !char.IsAsciiLetter(text[at + 1]))
        {
            return 0;
        }

        var limit = Math.Min(text.Length, at + LongestPlaceholder);
        for (var i = at + 1; i < limit; i++)
        {
            var c = text[i];
            if (c == '>')
            {
                // Not <in 2>errors: that is two redirections.
                return text[i - 1] == ' ' || (char.IsAsciiDigit(text[i - 1]) && text[i - 2] == ' ') ? 0 : i - at + 1;
            }

            if (!char.IsLetterOrDigit(c) && !" _-.:/,|".Contains(c, StringComparison.Ordinal))
            {
                return 0;
            }
        }

        return 0;
    }

    /// <summary>True where a value is to be filled in: a variable, <c>&lt;id&gt;</c>, <c>[HOST]</c>, <c>{{ pod }}</c>, <c>YOUR_…</c>.</summary>
    public static bool IsOpen(string word) =>
        word.Contains('$', StringComparison.Ordinal) || word.Contains('`', StringComparison.Ordinal) || word.Contains("{{", StringComparison.Ordinal)
        || (word.StartsWith('<') && word.EndsWith('>')) || (word.StartsWith('[') && word.EndsWith(']'));
}
