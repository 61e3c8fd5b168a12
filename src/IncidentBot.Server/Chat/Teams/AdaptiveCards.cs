using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using IncidentBot.Chat.Teams.Wire;
using IncidentBot.Messages;
using IncidentBot.Words;

namespace IncidentBot.Chat.Teams;

/// <summary>
/// Draws a card as an Adaptive Card. Any card can be drawn: what is too much is dropped from the least important on, and
/// the card says so, because a message that Teams refuses helps nobody.
/// </summary>
internal static class AdaptiveCards
{
    /// <param name="whole">Where all of the card can be read, for one that does not fit.</param>
    public static AdaptiveCard Render(Card card, Uri? whole = null)
    {
        card = card.WithoutFiles();
        var omitted = new Omissions();
        IReadOnlyList<CardBlock.Lines> outputs = [.. card.Blocks.OfType<CardBlock.Lines>().Where(lines => lines.IsLong)];
        var (actions, left) = AdaptiveCardButtons.Render(card.Buttons, outputs.Count > 0 ? TeamsLimits.ButtonsShown - 1 : TeamsLimits.ButtonsShown, omitted);
        List<Part> parts = [.. Title(card, omitted), .. card.Blocks.SelectMany(block => Parts(block, omitted))];
        if (left > 0)
        {
            omitted.Add();
            parts.Add(new Part(
                Small($"… {Count(left, "more button does", "more buttons do")} not fit into a Teams message; type the command instead"),
                Rank.Essential));
        }

        IReadOnlyList<CardElement> link = whole is null ? [] : [Link("Cut to fit. All of it: ", whole)];
        var fold = outputs.Count > 0 ? TeamsLimits.Fold + Length(link) : 0;
        var room = TeamsLimits.CardCharacters - Length(actions) - fold - Length(link);
        var body = Fit(parts, room, omitted);
        if (FoldedOutput.Of(outputs, room - Length(body), whole, omitted) is { } rest)
        {
            actions = [.. actions, rest];
        }

        body = [.. body, .. link];
        return new AdaptiveCard(body.Count > 0 ? body : [Plain("(no text)")], actions) { Teams = CardWidth.Full, IsCut = omitted.Any };
    }

    /// <summary>What a notification says.</summary>
    public static string Summary(Card card) => TeamsText.Plain(card.Title, TeamsLimits.Summary) is { Length: > 0 } title ? title : "A message";

    /// <summary>How much of a message it takes.</summary>
    public static int Length<T>(IReadOnlyList<T> things) => JsonSerializer.Serialize(things, TeamsJson.Options).Length;

    public static CardElement.RichText Plain(string text) => new([new TextRun(text)]);

    /// <summary>Its address is its text, for whoever reads where a run cannot be clicked.</summary>
    public static CardElement.RichText Link(string before, Uri whole) =>
        new(
        [
            new TextRun(before) { Size = "Small" },
            new TextRun(whole.OriginalString) { Size = "Small", SelectAction = new CardAction.OpenUrl("Open all of it", whole.OriginalString) },
        ])
        { Spacing = "Small" };

    private static IEnumerable<Part> Title(Card card, Omissions omitted)
    {
        if (TeamsText.Short(card.Title, TeamsLimits.Title, omitted) is { Length: > 0 } title)
        {
            yield return new Part(
                new CardElement.RichText([new TextRun(title) { Size = "Medium", Weight = "Bolder", Color = Color(card.Tone) }]),
                Rank.Essential);
        }
    }

    // Beside the words of the title, which say it too.
    private static string? Color(Tone tone) => tone switch
    {
        Tone.Good => "Good",
        Tone.Warning => "Warning",
        Tone.Bad => "Attention",
        _ => null,
    };

    private static IEnumerable<Part> Parts(CardBlock block, Omissions omitted) => block switch
    {
        CardBlock.Text text => Paragraph(text.Value, omitted),
        CardBlock.Fields fields => fields.Items.Select(item => Field(item, omitted))
            .OfType<CardElement.RichText>()
            .Select((element, index) => new Part(Tight(element, index), Rank.Text)),
        CardBlock.Lines lines => lines.Items.Take(lines.IsLong ? CardBlock.Lines.OfOutput : int.MaxValue)
            .Select((line, index) => new Part(Monospaced(line, index, omitted), Rank.Evidence)),
        CardBlock.Progress progress => [new Part(Plain(Bar(progress, omitted)), Rank.Text)],
        CardBlock.Footnote note => TeamsText.Counted(note.Value, TeamsLimits.Footnote, omitted) is { Length: > 0 } small
            ? [new Part(Small(small.Replace('\n', ' ')), Rank.SmallPrint)]
            : [],
        _ => throw new UnreachableException(),
    };

    private static IEnumerable<Part> Paragraph(string text, Omissions omitted) =>
        TeamsText.LinesOf(TeamsText.Counted(text, TeamsLimits.Text, omitted)).Select(line => line.TrimEnd()).Where(line => line.Length > 0)
            .Select((line, index) => new Part(Tight(Plain(line), index), Rank.Text));

    private static CardElement.RichText? Field(CardField item, Omissions omitted)
    {
        var label = TeamsText.Short(item.Label, TeamsLimits.Label, omitted);
        var value = TeamsText.Counted(item.Value, TeamsLimits.Value, omitted).Replace('\n', ' ');
        return (label.Length, value.Length) switch
        {
            (0, 0) => null,
            (0, _) => new([new TextRun(value)]),
            (_, 0) => new([new TextRun(label) { Weight = "Bolder" }]),
            _ => new([new TextRun($"{label}\u00a0 ") { Weight = "Bolder" }, new TextRun(value)]),
        };
    }

    public static CardElement.RichText Monospaced(string line, int index, Omissions omitted) =>
        Tight(new CardElement.RichText([new TextRun(Line(line, omitted)) { FontType = "Monospace", Size = "Small" }]), index);

    public static CardElement.RichText Small(string text) => new([new TextRun(text) { Size = "Small", IsSubtle = true }]) { Spacing = "Small" };

    // An empty run is no run; a line that is empty on purpose stays a line.
    private static string Line(string text, Omissions omitted) => TeamsText.Fixed(text, TeamsLimits.Line, omitted) is { Length: > 0 } line ? line : "\u00a0";

    private static string Bar(CardBlock.Progress progress, Omissions omitted)
    {
        var label = TeamsText.Short(progress.Label, TeamsLimits.Title, omitted);
        if (progress.Fraction is not { } fraction || !double.IsFinite(fraction))
        {
            return label.Length > 0 ? $"{label} …" : "…";
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Figures.Bar(fraction)} {Math.Floor(Math.Clamp(fraction, 0, 1) * 100)} %  {label}").TrimEnd();
    }

    private static CardElement.RichText Tight(CardElement.RichText text, int index) => index > 0 ? text with { Spacing = "None" } : text;

    /// <summary>Keeps what matters most, in the order in which it stands.</summary>
    private static List<CardElement> Fit(List<Part> parts, int room, Omissions omitted)
    {
        if (Length(parts.ConvertAll(part => part.Element)) <= room)
        {
            return parts.ConvertAll(part => part.Element);
        }

        omitted.Add();
        var left = room - Length<CardElement>([Dropped(int.MaxValue)]);
        var kept = new HashSet<Part>(ReferenceEqualityComparer.Instance);
        foreach (var rank in parts.GroupBy(part => part.Rank).OrderBy(group => group.Key))
        {
            // In order and without gaps: evidence from which lines are missing in the middle would mislead.
            foreach (var part in rank.TakeWhile(part => (left -= Length([part.Element])) >= 0))
            {
                kept.Add(part);
            }
        }

        return [.. parts.Where(kept.Contains).Select(part => part.Element), Dropped(parts.Count - kept.Count)];
    }

    private static CardElement.RichText Dropped(int lines) => Small($"… {Count(lines, "more line", "more lines")} did not fit into one Teams message");

    public static string Count(int number, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {(number == 1 ? one : many)}");

    private sealed record Part(CardElement Element, Rank Rank);

    /// <summary>What is kept first stands first.</summary>
    private enum Rank
    {
        Essential,
        SmallPrint,
        Text,
        Evidence,
    }
}
