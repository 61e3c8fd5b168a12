using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Runbooks;
using IncidentBot.Runbooks.Matching;
using IncidentBot.Words;

namespace IncidentBot.Rounds;

/// <summary>
/// A finding as everyone reads it: the answer, what to do and how sure it is, which runbook answers it, and below what was read.
/// </summary>
internal static class FindingCard
{
    private const int StepsOffered = 2;

    public static Card Draw(Incident incident, Finding finding)
    {
        var (read, report) = finding.Lead;
        var lead = ReportCard.Draw(read.Call, report, $"assessment:{finding.Item}");
        var card = finding.Plan.Runbook is { } runbook ? WithRunbook(lead, incident, finding, runbook) : WithOthers(lead, incident, finding);
        return card with
        {
            Title = $"{incident.Label} finding: {finding.Answer}",
            Tone = !finding.Lead.Report.Healthy ? Tone.Bad : finding.SawAll ? Tone.Good : Tone.Neutral,
            Buttons = incident.State is IncidentState.Assessing
                ? [.. card.Buttons, new CardButton("Start mitigating", $"/incident mitigate {incident.Label}")]
                : card.Buttons,
        };
    }

    /// <summary>What was looked at besides, one line each. A failure of the target itself is in whatever is read of it, and is said once.</summary>
    private static Card WithOthers(Card lead, Incident incident, Finding finding)
    {
        var (spoke, report) = finding.Lead;
        var others = finding.Done.Where(one => one.Read != spoke && (report.FailureClass is null || one.Report.FailureClass != report.FailureClass)).ToList();
        return lead with
        {
            Blocks =
            [
                .. lead.Blocks.OfType<CardBlock.Fields>(),
                .. finding.Offered is { } offered ? [new CardBlock.Text(Answered(offered))] : Array.Empty<CardBlock>(),
                .. NotRead(finding).Select(sentence => new CardBlock.Text(sentence)),
                .. lead.Blocks.OfType<CardBlock.Lines>(),
                .. others.Count > 0
                    ? [new CardBlock.Lines([.. others.Select(one => StepText.Cut($"{one.Read.Call.Action}  {Mark(one.Report)}{one.Report.Answer}"))])]
                    : Array.Empty<CardBlock>(),
                new CardBlock.Footnote(StandsOn(finding)),
            ],
            Buttons =
            [
                .. lead.Buttons,
                .. finding.Offered is { } follow
                    ? [new CardButton($"Follow {follow.Runbook.Id}", $"/runbook start {incident.Label} {follow.Runbook.Id}")]
                    : Array.Empty<CardButton>(),
            ],
        };
    }

    private static Card WithRunbook(Card lead, Incident incident, Finding finding, Runbook runbook)
    {
        var answer = finding.Done.Prepend(finding.Lead).Where(one => !one.Report.Healthy)
            .Select(one => RunbookMatcher.Answering([runbook], finding.PointerOf(one.Read), one.Report))
            .FirstOrDefault(match => match is not null);
        return lead with
        {
            Blocks =
            [
                .. lead.Blocks.OfType<CardBlock.Fields>(),
                .. Sentences(finding, answer).Select(sentence => new CardBlock.Text(sentence)),
                .. lead.Blocks.OfType<CardBlock.Lines>(),
                new CardBlock.Lines([.. finding.Done
                    .OrderBy(one => one.Read.Steps.Count > 0 ? one.Read.Steps[0].Number : one.Read == finding.Plan.Reads[0] ? 0 : int.MaxValue)
                    .Select(one => StepText.Cut($"{one.Read.Label}  {Mark(one.Report)}{one.Report.Answer}"))]),
                new CardBlock.Footnote(
                    $"{Plural.Of(finding.Done.Count, "read")} of {runbook.Id}{(finding.Done.Count > 1 ? " at once" : "")}, {incident.Target}. "
                    + "A line that begins with ! needs a look, one with ? was not seen."),
            ],
            Buttons = [.. lead.Buttons.Take(StepsOffered), .. Offered(incident, answer), new CardButton("Next step", $"/runbook next {incident.Label}")],
        };
    }

    private static string Mark(ActionReport report) => !report.Healthy ? "! " : report.IsUnread ? "? " : "";

    private static string Answered(RunbookMatch answer) => $"Answered by “{answer.Section!.Heading}” of {answer.Runbook.Id}, because {answer.Why}.";

    private static IEnumerable<string> Sentences(Finding finding, RunbookMatch? answer)
    {
        if (answer is { Section: { } section, Steps: [var first, ..] steps })
        {
            yield return $"Answered by “{section.Heading}”, "
                + $"{(steps.Count == 1 ? $"step {first.Number}" : $"steps {first.Number} to {steps[^1].Number}")}, because {answer.Why}.";
        }

        foreach (var sentence in NotRead(finding))
        {
            yield return sentence;
        }
    }

    private static string StandsOn(Finding finding)
    {
        var seen = finding.Done.Where(one => !one.Report.IsUnread).Select(one => one.Read.Call).ToList();
        return seen.Count == 0 ? "Nothing could be read." : $"Stands on {Plural.Of(seen.Count, "read")}: {string.Join(", ", seen)}.";
    }

    /// <summary>What a reader must not take for well.</summary>
    private static IEnumerable<string> NotRead(Finding finding)
    {
        if (finding.Slow.Count > 0)
        {
            yield return $"Still being read, and following by itself: {string.Join(", ", finding.Slow.Select(read => read.Call.Action))}.";
        }

        if (finding.Plan.Left.Count > 0)
        {
            yield return $"Not read by itself: {string.Join("; ", finding.Plan.Left)}.";
        }
    }

    private static IEnumerable<CardButton> Offered(
        Incident incident,
        RunbookMatch? answer) => incident.Runbook is not { } progress || answer is null ? [] : answer.Steps
        .Where(step => step is { CanRun: true, Missing.Count: 0 } && progress.Of(step.Number) is null)
        .Take(StepsOffered)
        .Select(
            step => new CardButton($"Run {step.Number}: {step.Becomes}", $"/runbook run {incident.Label} {step.Number} {StepMark.Of(progress, step.Number)}"));
}
