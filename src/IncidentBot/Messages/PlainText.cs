using System.Globalization;

namespace IncidentBot.Messages;

/// <summary>A card as plain text: for terminals, notifications and screen readers.</summary>
public static class PlainText
{
    /// <summary>For what is read at once, as a notification is: times have their day only where the card asks for it (<see cref="CardMoments"/>).</summary>
    public static string Render(Card card) => Moment.Replace(Marked(card), Moment.Utc);

    /// <param name="now">By the clock of whoever it is written for, or the bot's: times of other days have theirs.</param>
    public static string Render(Card card, DateTimeOffset now) => Render(card, at => Moment.Utc(at, now));

    /// <param name="moment">How a time is written, where the reader's zone is known.</param>
    public static string Render(Card card, Func<DateTimeOffset, string> moment) =>
        Moment.Replace(Marked(card), moment);

    /// <summary>With the marks of its moments.</summary>
    private static string Marked(Card card) => Place.Plain(string.Join('\n', Lines(card.WithoutForms())));

    private static IEnumerable<string> Lines(Card card)
    {
        yield return card.Title;
        foreach (var line in card.Blocks.SelectMany(Lines))
        {
            yield return line;
        }

        if (card.Buttons.Count > 0)
        {
            yield return string.Join(' ', card.Buttons.Select(button => $"[{button.Label}]"));
        }
    }

    private static IEnumerable<string> Lines(CardBlock block) => block switch
    {
        CardBlock.Text text => [text.Value],
        CardBlock.Fields fields => fields.Items.Select(field => $"{field.Label.PadRight(fields.Items.Max(other => other.Label.Length))}  {field.Value}"),
        CardBlock.Lines lines => lines.Items,
        CardBlock.Progress progress =>
            [progress.Fraction is { } fraction ? string.Create(CultureInfo.InvariantCulture, $"{progress.Label} {fraction:P0}") : progress.Label],
        CardBlock.File file => [file.Name, .. file.Shown],
        CardBlock.Footnote note => [note.Value],
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
