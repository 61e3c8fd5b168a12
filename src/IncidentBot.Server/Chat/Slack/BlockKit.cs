using System.Diagnostics;
using System.Globalization;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Messages;

namespace IncidentBot.Chat.Slack;

/// <summary>
/// Draws a card as Slack's blocks. Any card can be drawn: what is too long is split or cut, and says how much is
/// missing, because a message that Slack refuses helps nobody.
/// </summary>
internal static class BlockKit
{
    /// <param name="threaded">Whether the rest of a long output follows in a thread: then only its beginning is drawn.</param>
    public static RenderedCard Render(Card card, bool threaded = false)
    {
        var buttons = BlockKitButtons.Render(card.Buttons).ToList();
        var body = Fit([.. Title(card), .. card.Blocks.SelectMany(block => Blocks(block, threaded))], SlackLimits.BlocksPerMessage - buttons.Count, SlackLimits.MessageText - buttons.Sum(Length));
        var text = SlackCut.Counted(SlackText.Escaped(SlackText.Clean(PlainText.Render(card)).Trim()), SlackLimits.FallbackText);

        return new RenderedCard(
            text.Length > 0 ? text : "(no text)",
            body.Count + buttons.Count > 0 ? [.. body, .. buttons] : [new Block.Section(TextObject.Plain("(no text)"))]);
    }

    private static IEnumerable<Block> Title(Card card)
    {
        if (SlackText.OneLine(SlackText.WithPlainMoments(card.Title)) is { Length: > 0 } title)
        {
            yield return new Block.Header(TextObject.Plain(SlackCut.Short(SlackText.Plain(Mark(card.Tone) + title), SlackLimits.HeaderText)));
        }
    }

    // Beside the words of the title, which say it too.
    private static string Mark(Tone tone) => tone switch
    {
        Tone.Good => "✅ ",
        Tone.Warning => "⚠️ ",
        Tone.Bad => "🔴 ",
        _ => "",
    };

    private static IEnumerable<Block> Blocks(CardBlock block, bool threaded) => block switch
    {
        CardBlock.Text text => Texts(text.Value, SlackLimits.SectionText, most: 2).Select(part => new Block.Section(part)),
        CardBlock.Fields fields => BlockKitFields.Render(fields.Items),
        CardBlock.Lines lines => BlockKitLines.Render(lines.Items, threaded && lines.IsLong ? CardBlock.Lines.OfOutput : int.MaxValue),
        CardBlock.Progress progress => [new Block.Section(TextObject.Plain(Bar(progress)))],
        CardBlock.Footnote note => Texts(note.Value, SlackLimits.FieldText, most: 1).Select(part => new Block.Context([part])),
        _ => throw new UnreachableException(),
    };

    private static IEnumerable<TextObject> Texts(string value, int limit, int most)
    {
        var text = SlackText.Clean(value).Trim();
        var mrkdwn = SlackText.NeedsMrkdwn(text);
        return SlackCut.Parts(mrkdwn ? SlackText.Mrkdwn(text) : SlackText.Plain(text), limit, most)
            .Where(part => !string.IsNullOrWhiteSpace(part))
            .Select(part => mrkdwn ? TextObject.Mrkdwn(part) : TextObject.Plain(part));
    }

    private static string Bar(CardBlock.Progress progress)
    {
        var label = SlackCut.Short(SlackText.Plain(SlackText.OneLine(SlackText.WithPlainMoments(progress.Label))), SlackLimits.FieldText);
        if (progress.Fraction is not { } fraction || !double.IsFinite(fraction))
        {
            return label.Length > 0 ? $"{label} …" : "…";
        }

        var share = Math.Clamp(fraction, 0, 1);
        var full = (int)Math.Floor(share * 10);
        return string.Create(CultureInfo.InvariantCulture, $"{new string('█', full)}{new string('░', 10 - full)} {Math.Floor(share * 100)} %  {label}").TrimEnd();
    }

    private static List<Block> Fit(List<Block> blocks, int room, int longest)
    {
        var length = 0;
        var kept = blocks.TakeWhile(block => (length += Length(block)) <= longest).Take(room).ToList();
        if (kept.Count == blocks.Count)
        {
            return blocks;
        }

        kept = kept[..Math.Min(kept.Count, room - 1)];
        kept.Add(new Block.Context([TextObject.Plain(string.Create(CultureInfo.InvariantCulture, $"… {blocks.Count - kept.Count} more parts did not fit into one Slack message"))]));
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
