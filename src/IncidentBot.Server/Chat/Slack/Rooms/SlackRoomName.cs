using System.Globalization;
using System.Text;

namespace IncidentBot.Chat.Slack.Rooms;

/// <summary>Names that Slack takes for a channel: lowercase letters, digits and hyphens, at most 80 of them.</summary>
internal static class SlackRoomName
{
    private const int Longest = 80;

    /// <summary>Names of archived channels stay taken, and numbers begin anew with a new store, so a name may be taken many times.</summary>
    private const int MostSuffixes = 20;

    /// <summary><c>inc-42-redis-out-of-memory</c>, then the same with <c>-2</c>, <c>-3</c> and so on.</summary>
    public static IReadOnlyList<string> Candidates(int number, string title) =>
        [.. Enumerable.Range(1, MostSuffixes).Select(count => Name(number, title, count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{count}")))];

    private static string Name(int number, string title, string suffix)
    {
        var name = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"inc-{number}"));
        foreach (var word in Words(title))
        {
            if (name.Length + 1 + word.Length + suffix.Length > Longest)
            {
                break;
            }

            name.Append('-').Append(word);
        }

        return name.Append(suffix).ToString();
    }

    /// <summary>Letters lose their accents; what has no ASCII form is left out, and a title without any leaves the number.</summary>
    private static IEnumerable<string> Words(string title)
    {
        var word = new StringBuilder();
        foreach (var character in title.Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                word.Append(character);
            }
            else if (char.GetUnicodeCategory(character) is not UnicodeCategory.NonSpacingMark && word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }
}
