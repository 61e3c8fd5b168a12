using System.Diagnostics;
using IncidentBot.Messages;
using IncidentBot.Words;

namespace IncidentBot.Execution;

/// <summary>
/// A card as it may be kept and shown: without secrets, and with what nobody would see, or what would turn a line around, as escapes. The same card
/// where there is nothing of that.
/// </summary>
public static class RedactedCard
{
    public static Card Clean(this Redactor redactor, Card card)
    {
        var (title, blocks, buttons) = (redactor.Shown(card.Title), Each(card.Blocks, redactor.Clean), Each(card.Buttons, redactor.Clean));
        return Same(title, card.Title) && Same(blocks, card.Blocks) && Same(buttons, card.Buttons)
            ? card
            : card with { Title = title, Blocks = blocks, Buttons = buttons };
    }

    private static CardBlock Clean(this Redactor redactor, CardBlock block) => block switch
    {
        CardBlock.Text text => redactor.Shown(text.Value) is var value && Same(value, text.Value) ? text : new CardBlock.Text(value),
        CardBlock.Fields fields => Each(fields.Items, redactor.Clean) is var items && Same(items, fields.Items) ? fields : new CardBlock.Fields(items),
        CardBlock.Lines lines => redactor.Clean(lines),
        CardBlock.Progress progress => redactor.Shown(progress.Label) is var label && Same(label, progress.Label) ? progress : progress with { Label = label },
        CardBlock.File file => redactor.Clean(file),
        CardBlock.Footnote note => redactor.Shown(note.Value) is var value && Same(value, note.Value) ? note : new CardBlock.Footnote(value),
        _ => throw new UnreachableException(),
    };

    /// <summary>Lines that belong together: a secret may go on from one to the next.</summary>
    private static CardBlock.Lines Clean(this Redactor redactor, CardBlock.Lines lines)
    {
        var (all, output) = (string.Join('\n', lines.Items), redactor.ShownIfAny(lines.Output));
        return !Same(redactor.Shown(all), all) ? new CardBlock.Lines([.. redactor.Clean(lines.Items).Select(Invisible.Shown)]) { Output = output }
            : Same(output, lines.Output) ? lines
            : lines with { Output = output };
    }

    /// <summary>What it was made of is clean already; this is for whoever forgets that.</summary>
    private static CardBlock.File Clean(this Redactor redactor, CardBlock.File file)
    {
        var (name, type) = (redactor.Shown(file.Name), redactor.Shown(file.MediaType));
        var (content, instead) = (redactor.Shown(file.Content), redactor.ShownIfAny(file.Instead));
        return Same(name, file.Name) && Same(type, file.MediaType) && Same(content, file.Content) && Same(instead, file.Instead)
            ? file
            : new CardBlock.File(name, type, content) { Instead = instead };
    }

    private static CardField? Clean(this Redactor redactor, CardField field) =>
        (redactor.Shown(field.Label), redactor.Shown(field.Value)) is var (label, value) && Same(label, field.Label) && Same(value, field.Value)
            ? field
            : new CardField(label, value);

    /// <summary>Null for one whose command has a secret in it: masked, it would type something else.</summary>
    private static CardButton? Clean(this Redactor redactor, CardButton button)
    {
        var (label, confirm) = (redactor.Shown(button.Label), redactor.ShownIfAny(button.Confirm));
        var (yes, no) = (redactor.ShownIfAny(button.Yes), redactor.ShownIfAny(button.No));
        return !Same(redactor.Clean(button.Command), button.Command) ? null
            : Same(label, button.Label) && Same(confirm, button.Confirm) && Same(yes, button.Yes) && Same(no, button.No) ? button
            : button with { Label = label, Confirm = confirm, Yes = yes, No = no };
    }

    internal static string Shown(this Redactor redactor, string text) => Invisible.Shown(redactor.Clean(text));

    internal static string? ShownIfAny(this Redactor redactor, string? text) => text is null ? null : redactor.Shown(text);

    private static IReadOnlyList<T> Each<T>(IReadOnlyList<T> items, Func<T, T?> clean)
        where T : class
    {
        List<T> cleaned = [.. items.Select(clean).OfType<T>()];
        return cleaned.SequenceEqual(items, ReferenceEqualityComparer.Instance) ? items : cleaned;
    }

    /// <summary>What has no secret comes back as it is.</summary>
    private static bool Same(object? cleaned, object? text) => ReferenceEquals(cleaned, text);
}
