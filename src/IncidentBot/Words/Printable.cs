using System.Globalization;
using System.Text;

namespace IncidentBot.Words;

/// <summary>A stranger's text without what does not show, or would make something else of what does.</summary>
public static class Printable
{
    /// <summary>Lines stay lines: no control characters, no half of a surrogate pair, nothing that turns text around.</summary>
    public static string Lines(string text) => Each(text, rune => Rune.IsControl(rune) || TurnsAround(rune) ? "" : null);

    /// <summary>The same where it must not steer anything, such as a terminal: each of them, and what takes no room, becomes a space.</summary>
    public static string Spaced(string text) => Each(
        text.Replace('\t', ' '),
        rune => Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format ? " " : null);

    /// <summary>A name in a list: what does not show, and what was no text at all, is seen as a question mark.</summary>
    public static string Marked(string text) => string.Concat(text.Select(letter => char.IsControl(letter) || letter == '\uFFFD' ? '?' : letter));

    private static bool TurnsAround(Rune rune) => rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    private static string Each(string text, Func<Rune, string?> instead)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value is '\n' or '\t' ? rune.ToString() : instead(rune) ?? rune.ToString());
        }

        return clean.ToString();
    }
}
