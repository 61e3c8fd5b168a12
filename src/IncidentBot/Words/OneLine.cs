using System.Globalization;
using System.Text;

namespace IncidentBot.Words;

/// <summary>A stranger's text as one line that a phone can show: what breaks lines or hides in them becomes a space.</summary>
public static class OneLine
{
    public const int Width = 120;

    public static string Of(string text, int width = Width)
    {
        var line = new StringBuilder(Math.Min(text.Length, width + 1));
        foreach (var rune in text.EnumerateRunes())
        {
            var shown = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                ? " "
                : rune.ToString();
            if (line.Length + shown.Length > width)
            {
                line.Length = Math.Min(line.Length, width - 1);
                return line.Append('…').ToString();
            }

            line.Append(shown);
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>Its words alone, with one space between them, at full length.</summary>
    public static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
