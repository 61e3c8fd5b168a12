using System.Diagnostics;
using IncidentBot.Messages;

namespace IncidentBot.Execution;

/// <summary>A card as it may be kept and shown; the same card where nothing in it is secret.</summary>
public static class RedactedCard
{
    public static Card Clean(this Redactor redactor, Card card)
    {
        var (title, blocks, buttons) = (redactor.Clean(card.Title), Each(card.Blocks, redactor.Clean), Each(card.Buttons, redactor.Clean));
        return Same(title, card.Title) && Same(blocks, card.Blocks) && Same(buttons, card.Buttons)
            ? card
            : card with { Title = title, Blocks = blocks, Buttons = buttons };
    }

    private static CardBlock Clean(this Redactor redactor, CardBlock block) => block switch
    {
        CardBlock.Text text => redactor.Clean(text.Value) is var value && Same(value, text.Value) ? text : new CardBlock.Text(value),
        CardBlock.Fields fields => Each(fields.Items, redactor.Clean) is var items && Same(items, fields.Items) ? fields : new CardBlock.Fields(items),
        CardBlock.Lines lines => string.Join('\n', lines.Items) is var all && Same(redactor.Clean(all), all)
            ? lines
            : lines with { Items = redactor.Clean(lines.Items) },
        CardBlock.Progress progress => redactor.Clean(progress.Label) is var label && Same(label, progress.Label) ? progress : progress with { Label = label },
        CardBlock.Footnote note => redactor.Clean(note.Value) is var value && Same(value, note.Value) ? note : new CardBlock.Footnote(value),
        _ => throw new UnreachableException(),
    };

    private static CardField? Clean(this Redactor redactor, CardField field) =>
        (redactor.Clean(field.Label), redactor.Clean(field.Value)) is var (label, value) && Same(label, field.Label) && Same(value, field.Value)
            ? field
            : new CardField(label, value);

    /// <summary>Null for one whose command has a secret in it: masked, it would type something else.</summary>
    private static CardButton? Clean(this Redactor redactor, CardButton button)
    {
        var (label, confirm) = (redactor.Clean(button.Label), button.Confirm is { } question ? redactor.Clean(question) : null);
        return !Same(redactor.Clean(button.Command), button.Command) ? null
            : Same(label, button.Label) && Same(confirm, button.Confirm) ? button
            : button with { Label = label, Confirm = confirm };
    }

    private static IReadOnlyList<T> Each<T>(IReadOnlyList<T> items, Func<T, T?> clean)
        where T : class
    {
        List<T> cleaned = [.. items.Select(clean).OfType<T>()];
        return cleaned.SequenceEqual(items, ReferenceEqualityComparer.Instance) ? items : cleaned;
    }

    /// <summary>What has no secret comes back as it is.</summary>
    private static bool Same(object? cleaned, object? text) => ReferenceEquals(cleaned, text);
}
