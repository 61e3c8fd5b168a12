using System.Text.RegularExpressions;

namespace IncidentBot.Runbooks.Matching;

/// <summary>Text made comparable: lower case, single spaces, and the words that carry its meaning.</summary>
internal static partial class Phrases
{
    /// <summary>Said in every sentence about an outage, so they tell nothing apart.</summary>
    private static readonly HashSet<string> Common =
    [
        "redis", "error", "errors", "issue", "issues", "problem", "problems", "fail", "failure", "failures", "server", "service", "production",
        "with", "from", "that", "this", "they", "them", "have", "when", "while", "what", "into", "some", "very",
        "again", "does", "been", "being", "are", "the", "and", "for", "not", "can", "our", "all", "is", "on", "in",
        "to", "of", "it", "at", "or", "no", "up", "be", "by", "as", "an",
    ];

    private static readonly string[] Denials =
    [
        "not", "no", "never", "cannot", "can't", "don't", "doesn't", "isn't", "aren't", "won't", "nothing", "nobody", "without",
        "stop", "stops", "stopped", "fail", "fails", "failing", "failed", "refuse", "refuses", "refused", "stuck",
    ];

    public static string Plain(string text) => Spaces().Replace(text.ToLowerInvariant().Replace('’', '\''), " ").Trim();

    /// <summary>As whole words: <c>busy</c> is not in <c>busybox</c>.</summary>
    public static bool Contains(string text, string phrase)
    {
        for (var at = text.IndexOf(phrase, StringComparison.Ordinal); at >= 0; at = text.IndexOf(phrase, at + 1, StringComparison.Ordinal))
        {
            var end = at + phrase.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it says of something that it does not happen.</summary>
    public static bool Denies(string text) => Plain(text) is var plain && Array.Exists(Denials, denial => Contains(plain, denial));

    public static HashSet<string> Words(string text) =>
        [.. Word().Matches(text.ToLowerInvariant()).Select(match => match.Value).Where(word => word.Length > 2 && !Common.Contains(word)).Select(Stem)];

    /// <summary>Enough to bring <c>processing</c> and <c>processed</c>, <c>job</c> and <c>jobs</c> together.</summary>
    private static string Stem(string word)
    {
        foreach (var ending in (string[])["ings", "ing", "ies", "ied", "ed", "es", "s"])
        {
            if (word.Length > ending.Length + 2 && word.EndsWith(ending, StringComparison.Ordinal) && !word.EndsWith("ss", StringComparison.Ordinal))
            {
                return word[..^ending.Length];
            }
        }

        return word;
    }

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();

    [GeneratedRegex("[a-z0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
