using System.Text;

namespace IncidentBot.Storage.Queries;

/// <summary>
/// What a search for text means, in every store: each word that was typed begins a word of the text, in whatever case.
/// Words are made of letters and digits; everything else only parts them.
/// </summary>
public static class SearchText
{
    /// <summary>In lower case, each once. Empty where nothing was typed that could be found.</summary>
    public static IReadOnlyList<string> WordsOf(string? text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes().Append(new Rune(' ')))
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                word.Append(Rune.ToLowerInvariant(rune));
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        return [.. words.Distinct()];
    }

    public static bool Finds(IReadOnlyList<string> typed, string text)
    {
        var words = WordsOf(text);
        return typed.All(start => words.Any(word => word.StartsWith(start, StringComparison.Ordinal)));
    }
}
