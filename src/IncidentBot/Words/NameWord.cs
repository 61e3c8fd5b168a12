using System.Buffers;
using System.Text;

namespace IncidentBot.Words;

/// <summary>
/// A word that has to be a name, a number or one of a few, out of what keyboards and clients make of it: <c>INC–7.</c>, <c>*ping*</c> and
/// <c>ｒｅｄｉｓ</c>. Not for what may be any text, where a star or a full stop can be meant.
/// </summary>
public static class NameWord
{
    private const string SentenceEnds = ".,;:!?…";
    private const string Marks = "*_~`";
    private const string Sides = Marks + "\"“”„«»'‘’()[]";

    private static readonly SearchValues<char> Dashes = SearchValues.Create("‐‑‒–—―−");

    /// <summary>Whether it stands around words to make them bold, italic, struck through or code.</summary>
    public static bool IsMark(char letter) => Marks.Contains(letter, StringComparison.Ordinal);

    public static string Of(string word) => WithoutDashes(Wide(word)).Trim([.. Sides, .. SentenceEnds]);

    /// <summary>Without what ends a sentence: the rest of it may mean something.</summary>
    public static string WithoutSentenceEnd(string word) => word.TrimEnd([.. SentenceEnds]);

    /// <summary>A dash is what phones make of two hyphens, and documents of one.</summary>
    public static string WithoutDashes(string word) =>
        word.AsSpan().ContainsAny(Dashes) ? string.Concat(word.Select(letter => Dashes.Contains(letter) ? '-' : letter)) : word;

    // The letters of the keyboard's other half, each as wide as a Chinese one, in the order of ASCII.
    private static string Wide(string word) =>
        Ascii.IsValid(word) ? word : string.Concat(word.Select(letter => letter is >= '！' and <= '～' ? (char)(letter - '！' + '!') : letter));
}
