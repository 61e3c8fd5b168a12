using System.Globalization;
using System.Text;
using IncidentBot.Chat.Slack.Wire;

namespace IncidentBot.Chat.Slack;

/// <summary>Lines in a fixed-width face, as many as one section holds.</summary>
internal static class BlockKitLines
{
    private const string Fence = "```";
    private const int LongestLine = 1000;

    /// <summary>For the fences, and for <c>… 2147483647 more lines</c>.</summary>
    private const int Reserved = 40;

    /// <param name="most">More than these are elsewhere.</param>
    public static IEnumerable<Block> Render(IReadOnlyList<string> items, int most, Omissions omitted)
    {
        if (items.All(string.IsNullOrWhiteSpace))
        {
            yield break;
        }

        var code = new StringBuilder();
        var shown = 0;
        foreach (var line in items.Take(most).Select(item => Line(item, omitted)))
        {
            if (code.Length + line.Length + 1 > SlackLimits.SectionText - Reserved)
            {
                omitted.Add();
                break;
            }

            code.Append(line).Append('\n');
            shown++;
        }

        if (shown < items.Count)
        {
            code.Append(CultureInfo.InvariantCulture, $"… {items.Count - shown} more lines\n");
        }

        yield return new Block.Section(TextObject.Mrkdwn($"{Fence}\n{code}{Fence}"));
    }

    // Three backticks would end the block early and let what follows be formatted.
    private static string Line(string text, Omissions omitted) =>
        SlackCut.Short(
            SlackText.Escaped(SlackText.Clean(SlackText.WithPlainMoments(text)).Replace('\n', ' ').Replace(Fence, "'''", StringComparison.Ordinal).TrimEnd()),
            LongestLine,
            omitted);
}
