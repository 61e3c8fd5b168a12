using System.Diagnostics;

namespace IncidentBot.Messages;

/// <summary>A card for a platform that alone knows its reader's zone: moments of other days are marked to be shown with theirs.</summary>
public static class CardMoments
{
    public static Card WithDays(this Card card, DateTimeOffset now)
    {
        return card with
        {
            Title = Dated(card.Title),
            Blocks = [.. card.Blocks.Select(DatedBlock)],
            Buttons = [.. card.Buttons.Select(button => button with
            {
                Label = Dated(button.Label),
                Confirm = button.Confirm is { } confirm ? Dated(confirm) : null,
            })],
        };

        string Dated(string text) => Moment.WithDays(text, now);

        CardBlock DatedBlock(CardBlock block) => block switch
        {
            CardBlock.Text text => new CardBlock.Text(Dated(text.Value)),
            CardBlock.Fields fields => new CardBlock.Fields([.. fields.Items.Select(item => item with { Value = Dated(item.Value) })]),
            CardBlock.Lines lines => lines with { Items = [.. lines.Items.Select(Dated)] },
            CardBlock.Progress progress => progress with { Label = Dated(progress.Label) },
            CardBlock.File file => file,
            CardBlock.Footnote note => new CardBlock.Footnote(Dated(note.Value)),
            _ => throw new UnreachableException(),
        };
    }
}
