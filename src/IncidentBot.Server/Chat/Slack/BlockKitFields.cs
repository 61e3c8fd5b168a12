using System.Globalization;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Messages;

namespace IncidentBot.Chat.Slack;

/// <summary>Label and value pairs: two columns on a desk, one on a phone.</summary>
internal static class BlockKitFields
{
    private const int LongestLabel = 200;
    private const int MostSections = 3;

    public static IEnumerable<Block> Render(IReadOnlyList<CardField> items, Omissions omitted)
    {
        // A value that Slack would format as bold or code is shown as it is instead, and then all labels look alike.
        var literal = items.Any(item => SlackText.WouldBeFormatted(item.Label) || SlackText.WouldBeFormatted(item.Value));
        var fields = items.Select(item => Field(item, literal, omitted)).OfType<TextObject>().ToList();

        foreach (var section in fields.Chunk(SlackLimits.FieldsPerSection).Take(MostSections))
        {
            yield return new Block.Section(null, section);
        }

        if (fields.Count > SlackLimits.FieldsPerSection * MostSections)
        {
            omitted.Add();
            yield return new Block.Context(
            [
                TextObject.Plain(string.Create(
                    CultureInfo.InvariantCulture,
                    $"… {fields.Count - (SlackLimits.FieldsPerSection * MostSections)} more fields")),
            ]);
        }
    }

    private static TextObject? Field(CardField item, bool literal, Omissions omitted)
    {
        var label = SlackText.OneLine(SlackText.WithPlainMoments(item.Label));
        var value = SlackText.Clean(item.Value).Trim();
        if (label.Length + value.Length == 0)
        {
            return null;
        }

        if (literal && !SlackText.NeedsMrkdwn(value))
        {
            return TextObject.Plain(SlackCut.Counted(
                SlackText.Plain($"{SlackCut.Short(SlackText.Plain(label), LongestLabel, omitted)}\n{value}".Trim()),
                SlackLimits.FieldText,
                omitted));
        }

        var heading = label.Length == 0 ? "" : $"*{SlackCut.Short(SlackText.Escaped(label), LongestLabel, omitted)}*\n";
        return TextObject.Mrkdwn(heading + SlackCut.Counted(SlackText.Mrkdwn(value), SlackLimits.FieldText - heading.Length, omitted));
    }
}
