using IncidentBot.Actions;
using IncidentBot.Messages;

namespace IncidentBot.Reporting;

/// <summary>What a read found: the answer first, then the evidence, then what would make sense next.</summary>
public static class ReportCard
{
    /// <param name="onceKey">
    /// Names this reading. A button that opens or changes something works once per reading; one that only reads works again.
    /// </param>
    public static Card Draw(ActionCall call, ActionReport report, string onceKey) => new(report.Answer)
    {
        Tone = report.Healthy ? Tone.Good : Tone.Bad,
        Blocks =
        [
            .. report.Evidence.Count > 0 ? [new CardBlock.Lines(report.Evidence) { Output = $"{call}" }] : Array.Empty<CardBlock>(),
            new CardBlock.Footnote($"{call}"),
        ],
        Buttons = [.. report.Next.Select((next, index) => new CardButton(next.Label, next.Command)
        {
            OnceKey = next.Command.StartsWith("/incident open", StringComparison.Ordinal) ? $"{onceKey}:{index}" : null,
            Style = index == 0 && !report.Healthy ? ButtonStyle.Primary : ButtonStyle.Normal,
        })],
    };
}
