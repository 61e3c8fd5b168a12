using System.Text.RegularExpressions;

namespace IncidentBot.Markup;

/// <summary>
/// Words in Hebrew, Arabic and the like among those of the page. Where they are not kept apart, a number or a bracket behind a title is
/// drawn in front of it, as if it were the title's.
/// </summary>
internal static partial class RightToLeft
{
    private const string Letters = "[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]+";
    private const char FirstStrong = '\u2068';
    private const char End = '\u2069';

    /// <summary>The text in pieces, in order, and which of them are to be kept apart.</summary>
    public static IEnumerable<(string Piece, bool IsApart)> Pieces(string text)
    {
        var written = 0;
        foreach (var (at, length) in Phrases(text))
        {
            if (at > written)
            {
                yield return (text[written..at], false);
            }

            yield return (text.Substring(at, length), true);
            written = at + length;
        }

        if (written < text.Length)
        {
            yield return (text[written..], false);
        }
    }

    /// <summary>For where no element can stand: the title of a window, what a screen reader says.</summary>
    public static string Apart(string text) =>
        string.Concat(Pieces(text).Select(one => one.IsApart ? $"{FirstStrong}{one.Piece}{End}" : one.Piece));

    private static IEnumerable<(int At, int Length)> Phrases(string text) =>
        Phrase().Matches(text).Select(match => (match.Index, match.Length));

    // From word to word of such a script; a name in Latin letters belongs to it where a prefix of the script is tied to it. Longer
    // words between two of them are the page's, which name two people or two titles.
    [GeneratedRegex(
        Letters + "(?:(?:[-\u05BE][A-Za-z0-9.]+)?[ '\"\u05BE-]{1,2}(?:[0-9]{1,9} )?" + Letters + ")*",
        RegexOptions.NonBacktracking)]
    private static partial Regex Phrase();
}
