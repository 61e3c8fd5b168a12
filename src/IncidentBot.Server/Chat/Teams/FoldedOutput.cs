using IncidentBot.Chat.Teams.Wire;
using IncidentBot.Messages;

namespace IncidentBot.Chat.Teams;

/// <summary>What follows the beginning of a long output: behind a button of the same message, as much of it as fits.</summary>
internal static class FoldedOutput
{
    /// <param name="room">How many characters are left in the message, beside the <see cref="TeamsLimits.Fold"/> that the
    /// button itself takes, and the link.</param>
    /// <param name="whole">Where all of the card can be read, for one that does not fit.</param>
    /// <returns>Null when nothing is long.</returns>
    public static CardAction? Of(IReadOnlyList<CardBlock.Lines> outputs, int room, Uri? whole, Omissions omitted)
    {
        if (outputs.Count == 0)
        {
            return null;
        }

        List<string> rest = [.. outputs.SelectMany(lines => lines.Items.Skip(CardBlock.Lines.OfOutput))];
        var left = room;
        var shown = rest.Select((line, index) => AdaptiveCards.Monospaced(line, index, omitted))
            .TakeWhile(line => (left -= AdaptiveCards.Length<CardElement>([line])) >= 0)
            .ToList<CardElement>();
        if (shown.Count < rest.Count)
        {
            omitted.Add();
            var missing = $"… {AdaptiveCards.Count(rest.Count - shown.Count, "more line does", "more lines do")} not fit into one Teams message. ";
            shown.Add(whole is null
                ? AdaptiveCards.Small($"{missing}To see them, ask for less at a time: {TeamsText.Plain(outputs[^1].Output!, TeamsLimits.Label)}")
                : AdaptiveCards.Link($"{missing}All of it: ", whole));
        }

        return new CardAction.ShowCard(AdaptiveCards.Count(rest.Count, "more line", "more lines"), new AdaptiveCard(shown, []));
    }
}
