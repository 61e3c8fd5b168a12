using IncidentBot.Actions;
using IncidentBot.Messages;

namespace IncidentBot.Reporting;

/// <summary>What a read found: the answer first, then what to do, how sure it is, and below the evidence, which may be folded.</summary>
public static class ReportCard
{
    /// <param name="onceKey">
    /// Names this reading. A button that opens or changes something works once per reading; one that only reads works again.
    /// </param>
    public static Card Draw(ActionCall call, ActionReport report, string onceKey) => new(report.Answer)
    {
        Tone = !report.Healthy ? Tone.Bad : report is { IsUnread: false, NotSeen.Count: 0 } ? Tone.Good : Tone.Neutral,
        Blocks =
        [
            .. Conclusions(report) is { Count: > 0 } conclusions ? [new CardBlock.Fields(conclusions)] : Array.Empty<CardBlock>(),
            .. report.Evidence.Count > 0 ? [new CardBlock.Lines(report.Evidence) { Output = $"{call}" }] : Array.Empty<CardBlock>(),
            new CardBlock.Footnote($"{call}"),
        ],
        Buttons = [.. report.Next.Select((next, index) => new CardButton(next.Label, next.Command)
        {
            OnceKey = next.Command.StartsWith("/incident open", StringComparison.Ordinal) ? $"{onceKey}:{index}" : null,
            Style = index == 0 && !report.Healthy ? ButtonStyle.Primary : ButtonStyle.Normal,
        })],
    };

    private static IReadOnlyList<CardField> Conclusions(ActionReport report) =>
    [
        .. report.Steps.Count > 0 ? [new CardField("Next", string.Join('\n', report.Steps))] : Array.Empty<CardField>(),
        .. report.Certainty is { } certainty ? [new CardField("How sure", certainty)] : Array.Empty<CardField>(),
        .. report.NotSeen.Count > 0 ? [new CardField("Not seen", string.Join('\n', report.NotSeen))] : Array.Empty<CardField>(),
        .. report.RuledOut.Count > 0
            ? [new CardField(report.Healthy ? "Looked at and well" : "Ruled out", string.Join(", ", report.RuledOut))]
            : Array.Empty<CardField>(),
    ];
}
