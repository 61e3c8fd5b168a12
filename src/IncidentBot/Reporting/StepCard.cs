using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Runbooks;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>One step: what it is, what becomes of it, who took it before, and the buttons that take it now.</summary>
public sealed class StepCard(PeopleDirectory people)
{
    public Card Draw(
        Incident incident,
        RunbookProgress progress,
        RunbookStep step,
        IReadOnlyList<Run> runs) => new($"Step {step.Number} of {progress.Steps}: {StepText.Cut(StepText.What(step))}")
        {
            Blocks =
        [
            new CardBlock.Fields([.. Fields(progress, step, runs)]),
            new CardBlock.Footnote($"{incident.Label}, {progress.Id}, line {step.Line}: {StepText.Where(step)}"),
        ],
            Buttons = [.. Buttons(incident, progress, step)],
        };

    public static IEnumerable<CardButton> Buttons(Incident incident, RunbookProgress progress, RunbookStep step)
    {
        var mark = StepMark.Of(progress, step.Number);
        if (step is { CanRun: true, Missing.Count: 0 })
        {
            yield return new CardButton("Run", $"/runbook run {incident.Label} {step.Number} {mark}") { Style = ButtonStyle.Primary };
        }

        if (!step.CanRun)
        {
            yield return new CardButton("Done", $"/runbook done {incident.Label} {step.Number} {mark}") { Style = ButtonStyle.Primary };
        }

        yield return new CardButton("Skip", $"/runbook skip {incident.Label} {step.Number} {mark} not needed here");
    }

    private IEnumerable<CardField> Fields(RunbookProgress progress, RunbookStep step, IReadOnlyList<Run> runs)
    {
        yield return new CardField("Kind", StepText.Kind(step));
        if (step.CanRun && step.Class is StepClass.Guarded)
        {
            yield return new CardField("Instead of", StepText.Cut(OneLine.Words(step.Source)));
        }

        if (!step.CanRun && step.Class is not StepClass.Unknown)
        {
            yield return new CardField("Becomes", step.Becomes);
        }

        yield return new CardField("Why", step.Why);
        if (step.CanRun && step.Missing.Count > 0)
        {
            yield return new CardField("Type", $"/runbook run {step.Number} {string.Join(' ', step.Missing)}");
        }

        if (StepStanding.Of(progress, step.Number, runs) is { Outcome: { } outcome } standing)
        {
            yield return new CardField("Before", $"{standing.Word} by {Who(outcome)}, {Moment.Of(outcome.At)}: {StepText.Cut(standing.Result)}");
        }
    }

    private string Who(StepOutcome outcome) => outcome.By is { } by ? people.NameOf(by) : "the bot";
}
