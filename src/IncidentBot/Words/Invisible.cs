using System.Globalization;
using System.Text;

namespace IncidentBot.Words;

/// <summary>
/// Characters that nobody sees, or that turn around what is seen. They come with what is copied from a chat or a page, or are put there so that one
/// thing is read and another is done.
/// </summary>
public static class Invisible
{
    /// <summary>The category Format (U+00AD, U+200B to U+200F, U+202A to U+202E, U+2060 to U+2069, U+FEFF and more), and blank letters and marks.</summary>
    private static bool Is(Rune rune) => rune.Value is 0x034F or 0x115F or 0x1160 or 0x3164 or 0xFFA0 or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    public static bool IsIn(string text) => !Ascii.IsValid(text) && text.EnumerateRunes().Any(Is);

    /// <summary>Of names and verbs, which have none.</summary>
    public static string Stripped(string text) => IsIn(text) ? Each(text, (_, rune, _) => Is(rune) ? "" : null) : text;

    /// <summary>Where people have to see what is there, with what steers a terminal: <c>a\u202Egpj.b</c>. Lines stay lines.</summary>
    public static string Escaped(string text) => IsIn(text) || Steers(text)
        ? Each(text, (_, rune, _) => Is(rune) || Steers(rune) ? Escape(rune) : null)
        : text;

    /// <summary>The same of what people write for people: what holds an emoji together, or the letters of a word, stays.</summary>
    public static string Shown(string text) => IsIn(text) || Steers(text)
        ? Each(text, (before, rune, after) => (Is(rune) && !Joins(before, rune, after)) || Steers(rune) ? Escape(rune) : null)
        : text;

    private static bool Steers(string text) => text.EnumerateRunes().Any(Steers);

    private static bool Steers(Rune rune) => Rune.IsControl(rune) && rune.Value is not ('\n' or '\t');

    /// <summary>A joiner between two pictures, the mark that makes a picture of a sign, and joiners inside words from Arabic to Sinhala.</summary>
    private static bool Joins(Rune before, Rune rune, Rune after) => rune.Value switch
    {
        0x200D => (IsPicture(before) && IsPicture(after)) || (IsOfJoinedLetters(before) && IsOfJoinedLetters(after)),
        0x200C => IsOfJoinedLetters(before) && IsOfJoinedLetters(after),
        0xFE0E or 0xFE0F => IsPicture(before) || after.Value is 0x20E3,
        _ => false,
    };

    private static bool IsPicture(Rune rune) => rune.Value is 0xFE0F or (>= 0x1F3FB and <= 0x1F3FF)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol && !rune.IsAscii;

    private static bool IsOfJoinedLetters(Rune rune) => rune.Value is >= 0x0620 and <= 0x0DFF && !Is(rune);

    private static string Escape(Rune rune) =>
        string.Create(CultureInfo.InvariantCulture, $"{(rune.IsBmp ? $"\\u{rune.Value:X4}" : $"\\U{rune.Value:X8}")}");

    /// <param name="instead">Given the one before, the one and the one behind it; null where it stays.</param>
    private static string Each(string text, Func<Rune, Rune, Rune, string?> instead)
    {
        Rune[] runes = [default, .. text.EnumerateRunes(), default];
        var all = new StringBuilder(text.Length);
        for (var at = 1; at < runes.Length - 1; at++)
        {
            all.Append(instead(runes[at - 1], runes[at], runes[at + 1]) ?? runes[at].ToString());
        }

        // The very same text where all of it stays.
        return all.Equals(text) ? text : all.ToString();
    }
}
