using System.Text;

namespace IncidentBot.Http;

/// <summary>A stranger's text as one line that a phone can show.</summary>
internal static class Plain
{
    private const int Width = 120;

    public static string Line(string text, int width = Width)
    {
        var line = new StringBuilder(Math.Min(text.Length, width + 1));
        foreach (var rune in text.EnumerateRunes())
        {
            var shown = Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator
                ? " "
                : rune.ToString();
            if (line.Length + shown.Length > width)
            {
                line.Length = Math.Min(line.Length, width - 1);
                return line.Append('…').ToString();
            }

            line.Append(shown);
        }

        return line.ToString().Trim();
    }
}
