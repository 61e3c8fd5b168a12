using System.Text;

namespace IncidentBot.Execution.Secrets;

/// <summary>
/// Secrets that are known by value. Also found where a text was cut in the middle of one: the beginning of a secret before a … is taken out.
/// </summary>
internal sealed class KnownSecrets
{
    /// <summary>Masking every <c>a</c> would hide the answer, not the secret.</summary>
    private const int Shortest = 4;

    private readonly string[] longestFirst;

    public KnownSecrets(IEnumerable<string> secrets) =>
        longestFirst = [.. secrets.Where(secret => secret.Trim().Length >= Shortest).Distinct().OrderByDescending(secret => secret.Length)];

    public string Mask(string text)
    {
        foreach (var secret in longestFirst)
        {
            text = text.Replace(secret, Redactor.Mask, StringComparison.Ordinal);
        }

        return text.Contains('…', StringComparison.Ordinal) ? longestFirst.Aggregate(text, MaskCut) : text;
    }

    private static string MaskCut(string text, string secret)
    {
        StringBuilder? masked = null;
        var copied = 0;
        var beginning = secret[..Shortest];
        for (var at = text.IndexOf(beginning, StringComparison.Ordinal); at >= 0; at = text.IndexOf(beginning, at + 1, StringComparison.Ordinal))
        {
            var same = text.AsSpan(at).CommonPrefixLength(secret);
            if (text.AsSpan(at + same).TrimStart(' ') is ['…', ..])
            {
                masked = (masked ?? new StringBuilder(text.Length)).Append(text, copied, at - copied).Append(Redactor.Mask);
                copied = at + same;
            }
        }

        return masked is null ? text : masked.Append(text, copied, text.Length - copied).ToString();
    }
}
