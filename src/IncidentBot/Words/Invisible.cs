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
    public static string Stripped(string text) => IsIn(text) ? Each(text, _ => "") : text;

    /// <summary>Where people have to see what is there: <c>a\u202Egpj.b</c>.</summary>
    public static string Escaped(string text) => IsIn(text)
        ? Each(text, rune => string.Create(CultureInfo.InvariantCulture, $"{(rune.IsBmp ? $"\\u{rune.Value:X4}" : $"\\U{rune.Value:X8}")}"))
        : text;

    private static string Each(string text, Func<Rune, string> instead) =>
        string.Concat(text.EnumerateRunes().Select(rune => Is(rune) ? instead(rune) : rune.ToString()));
}
