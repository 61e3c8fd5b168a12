using System.Diagnostics;
using System.Globalization;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Messages;
using IncidentBot.Words;

namespace IncidentBot.Chat.Slack;

/// <summary>
/// Draws a card as Slack's blocks. Any card can be drawn: what is too long is split or cut, and says how much is
/// missing, because a message that Slack refuses helps nobody.
/// </summary>
internal static class BlockKit
{
    private const int LongestFileName = 200;

    /// <param name="whole">Where all of the card can be read, for one that does not fit.</param>
    /// <param name="threaded">Whether the rest of a long output follows in a thread: then only its beginning is drawn.</param>
    public static RenderedCard Render(Card card, Uri? whole = null, bool threaded = false)
    {
        card = threaded ? card : card.WithoutFiles();
        var omitted = new Omissions();
        List<Block> end = [.. Link(whole), .. BlockKitButtons.Render(card.Buttons, omitted)];
        var body = Fit(
            [.. Title(card, omitted), .. card.Blocks.SelectMany(block => Blocks(block, threaded, omitted))],
            SlackLimits.BlocksPerMessage - end.Count,
            SlackLimits.MessageText - end.Sum(Length),
            omitted);
        var text = SlackCut.Counted(SlackText.Escaped(SlackText.Clean(PlainText.Render(WithNames(card))).Trim()), SlackLimits.FallbackText);

        return new RenderedCard(
            text.Length > 0 ? text : "(no text)",
            body.Count + end.Count > 0 ? [.. body, .. end] : [new Block.Section(TextObject.Plain("(no text)"))])
        {
            IsCut = omitted.Any,
            Whole = whole,
        };
    }

    /// <summary>What a notification says of a file is its name.</summary>
    private static Card WithNames(Card card) => card with
    {
        Blocks = [.. card.Blocks.Select(block => block is CardBlock.File file ? new CardBlock.Text(file.Name) : block)],
    };

    private static IEnumerable<Block> Link(Uri? whole)
    {
        if (whole is not null)
        {
            yield return new Block.Context([TextObject.Mrkdwn(string.Concat(SlackText.Mrkdwn($"Cut to fit. All of it: {whole.OriginalString}")))]);
        }
    }

    private static IEnumerable<Block> Title(Card card, Omissions omitted)
    {
        if (SlackText.OneLine(SlackText.WithPlainMoments(card.Title)) is not { Length: > 0 } title)
        {
            return [];
        }

        // A header is short. What is found first of an outage may not be, and is the last thing to be cut.
        var marked = Mark(card.Tone) + title;
        return marked.Length <= SlackLimits.HeaderText
            ? [new Block.Header(TextObject.Plain(marked))]
            : SlackCut.Parts(SlackText.Plain(marked), SlackLimits.SectionText, most: 1, omitted).Select(part => new Block.Section(TextObject.Plain(part)));
    }

    // Beside the words of the title, which say it too.
    private static string Mark(Tone tone) => tone switch
    {
        Tone.Good => "✅ ",
        Tone.Warning => "⚠️ ",
        Tone.Bad => "🔴 ",
        _ => "",
    };

    private static IEnumerable<Block> Blocks(CardBlock block, bool threaded, Omissions omitted) => block switch
    {
        CardBlock.Text text => Texts(text.Value, SlackLimits.SectionText, most: 2, omitted).Select(part => new Block.Section(part)),
        CardBlock.Fields fields => BlockKitFields.Render(fields.Items, omitted),
        CardBlock.Lines lines => BlockKitLines.Render(lines.Items, threaded && lines.IsLong ? CardBlock.Lines.OfOutput : int.MaxValue, omitted),
        CardBlock.Progress progress => [new Block.Section(TextObject.Plain(Bar(progress, omitted)))],
        CardBlock.File file => [new Block.Context([TextObject.Plain($"{SlackCut.Short(SlackText.Plain(file.Name), LongestFileName)} is in the thread.")])],
        CardBlock.Footnote note => Texts(note.Value, SlackLimits.FieldText, most: 1, omitted).Select(part => new Block.Context([part])),
        _ => throw new UnreachableException(),
    };

    private static IEnumerable<TextObject> Texts(string value, int limit, int most, Omissions omitted)
    {
        var text = SlackText.Clean(value).Trim();
        var mrkdwn = SlackText.NeedsMrkdwn(text);
        return SlackCut.Parts(mrkdwn ? SlackText.Mrkdwn(text) : SlackText.Plain(text), limit, most, omitted)
            .Where(part => !string.IsNullOrWhiteSpace(part))
            .Select(part => mrkdwn ? TextObject.Mrkdwn(part) : TextObject.Plain(part));
    }

    private static string Bar(CardBlock.Progress progress, Omissions omitted)
    {
        var label = SlackCut.Short(SlackText.Plain(SlackText.OneLine(SlackText.WithPlainMoments(progress.Label))), SlackLimits.FieldText, omitted);
        if (progress.Fraction is not { } fraction || !double.IsFinite(fraction))
        {
            return label.Length > 0 ? $"{label} …" : "…";
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Figures.Bar(fraction)} {Math.Floor(Math.Clamp(fraction, 0, 1) * 100)} %  {label}").TrimEnd();
    }

    private static List<Block> Fit(List<Block> blocks, int room, int longest, Omissions omitted)
    {
        var length = 0;
        var kept = blocks.TakeWhile(block => (length += Length(block)) <= longest).Take(room).ToList();
        if (kept.Count == blocks.Count)
        {
            return blocks;
        }

        omitted.Add();
        kept = kept[..Math.Min(kept.Count, room - 1)];
        kept.Add(new Block.Context(
            [TextObject.Plain(string.Create(CultureInfo.InvariantCulture, $"… {blocks.Count - kept.Count} more parts did not fit into one Slack message"))]));
        return kept;
    }

    private static int Length(Block block) => block switch
    {
        Block.Header header => header.Text.Text.Length,
        Block.Section section => (section.Text?.Text.Length ?? 0) + (section.Fields?.Sum(field => field.Text.Length) ?? 0),
        Block.Context context => context.Elements.Sum(element => element.Text.Length),
        Block.Actions actions => actions.Elements.Sum(BlockKitButtons.Length),
        _ => throw new UnreachableException(),
    };
}
