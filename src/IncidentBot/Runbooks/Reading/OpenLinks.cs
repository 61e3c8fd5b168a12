namespace IncidentBot.Runbooks.Reading;

/// <summary>
/// Links that begin and never end. The parser of Markdown searches for the end of each to the end of the paragraph, which for thousands
/// in one paragraph takes minutes; nobody writes that by hand.
/// </summary>
internal static class OpenLinks
{
    private const int MostInAParagraph = 500;

    public static bool AreFew(string text)
    {
        var (open, blank) = (0, true);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\n' when blank:
                    open = 0;
                    break;
                case '\n':
                    blank = true;
                    break;
                case '(' when i > 0 && text[i - 1] == ']':
                    open++;
                    break;
                case ')':
                    open = Math.Max(0, open - 1);
                    break;
            }

            if (open > MostInAParagraph)
            {
                return false;
            }

            blank = text[i] == '\n' || (blank && text[i] is ' ' or '\t');
        }

        return true;
    }
}
