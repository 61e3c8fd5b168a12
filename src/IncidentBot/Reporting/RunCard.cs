using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Reporting;

/// <summary>The one living message of a run: its plan before approval, its progress while it runs, its proof afterwards.</summary>
/// <param name="stepUp">Which are approved on their page alone.</param>
public sealed class RunCard(PeopleDirectory people, StepUp stepUp)
{
    public Card Draw(Run run) => new($"{run.Label}  {run.Call}")
    {
        Tone = RunText.ToneOf(run),
        Blocks =
        [
            new CardBlock.Fields([.. Fields(run)]),
            .. Body(run),
            new CardBlock.Footnote($"Plan {run.ShortHash}…{run.PlanHash[^4..]}{(run.IsWaiting ? $", valid until {Moment.Of(run.ValidUntil)}" : "")}"),
        ],
        Buttons = [.. Buttons(run)],
    };

    private IEnumerable<CardField> Fields(Run run)
    {
        yield return new CardField("State", RunText.StateInWords(run.State).ToUpperInvariant());
        yield return new CardField("Risk", run.Plan.CannotBeUndone is null ? $"{run.Risk}" : $"{run.Risk}, cannot be undone");
        yield return new CardField("Asked for by", $"{people.NameOf(run.RequestedBy)}, {Moment.Of(run.RequestedAt)}");
        if (run.Approval is { } approval)
        {
            yield return approval.BreakGlass
                ? new CardField("Break glass", "no second person: "
                    + $"{approval.Reason}"
                    + $"{(run.ReviewedBy is { } reviewer ? $" (reviewed by {people.NameOf(reviewer)})" : " (not reviewed yet)")}")
                : new CardField(run.Risk is Risk.Destructive ? "Approved by" : "Confirmed by", $"{people.NameOf(approval.By)}, {Moment.Of(approval.At)}");
        }

        if (!run.IsWaiting)
        {
            // Above the outcome, so that what would have been done and what was done are not mixed up.
            yield return new CardField("Plan", run.Plan.Summary);
        }

        if (run.Outcome is { } outcome)
        {
            yield return new CardField("Outcome", outcome);
        }
    }

    private IEnumerable<CardBlock> Body(Run run)
    {
        if (run.IsWaiting)
        {
            yield return new CardBlock.Text(run.Plan.Summary);
            foreach (var note in run.Plan.Notes)
            {
                yield return new CardBlock.Text(note);
            }

            if (run.Plan.CannotBeUndone is { } loss)
            {
                yield return new CardBlock.Text($"Cannot be undone: {loss}");
            }

            if (run.State is RunState.AwaitingApproval)
            {
                yield return new CardBlock.Text(
                    $"It waits for {UnsettledText.Approvers(run.RequestedBy, people)}, who approves "
                    + (stepUp.PageFor(run) is { } page
                        ? $"on its page, after signing in there: {page.AbsoluteUri}"
                        : $"with the button or types /approve {run.Label} {run.ShortHash}."));
            }
        }

        if (run.State is RunState.Running or RunState.Approved && run.Progress is { } progress)
        {
            yield return new CardBlock.Progress(progress.Text, progress.Fraction);
        }

        if (run.Evidence.Count > 0)
        {
            yield return new CardBlock.Lines(run.Evidence);
        }
    }

    /// <summary>For somebody who may approve it and is elsewhere.</summary>
    /// <param name="incident">Null for a run of none.</param>
    /// <param name="again">They were told before, and it waits still.</param>
    public Card Ask(Run run, Incident? incident, bool again) => Card.Say(
        $"{run.Label} {(again ? "still " : "")}waits for your approval",
        [
            $"{run.Call}: {run.Plan.Summary}",
            .. run.Plan.CannotBeUndone is { } loss ? [$"Cannot be undone: {loss}"] : Array.Empty<string>(),
            $"{people.NameOf(run.RequestedBy)} asked for it {Moment.Of(run.RequestedAt)}"
                + $"{(incident is null ? "" : $" in {Marks.Of(incident)}, {incident.Title}")}. The plan runs out at {Moment.Of(run.ValidUntil)}.",
        ]) with
    {
        Tone = Tone.Warning,
        Buttons = [.. Buttons(run)],
    };

    private static string Question(ActionPlan plan) => plan.CannotBeUndone is { } loss ? $"{plan.Summary} Cannot be undone: {loss}" : plan.Summary;

    private IEnumerable<CardButton> Buttons(Run run)
    {
        switch (run.State)
        {
            case RunState.AwaitingApproval:
                yield return new CardButton("Approve", $"/approve {run.Label} {run.ShortHash}")
                {
                    Style = ButtonStyle.Danger,
                    Confirm = Question(run.Plan),
                    Yes = $"Approve {run.Label}",
                    No = "Leave it waiting",
                    Form = ButtonForm.Offered,
                    Page = stepUp.PageFor(run),
                };
                yield return new CardButton("Reject", $"/reject {run.Label}") { Form = ButtonForm.Offered };
                break;

            case RunState.AwaitingConfirmation:
                yield return new CardButton("Confirm", $"/approve {run.Label} {run.ShortHash}")
                {
                    Style = ButtonStyle.Primary,
                    Confirm = run.Plan.Summary,
                    Yes = $"Confirm {run.Label}",
                    No = "Leave it waiting",
                    Page = stepUp.PageFor(run),
                };
                yield return new CardButton("Cancel the run", $"/run cancel {run.Label}");
                break;

            case RunState.Approved or RunState.Running:
                yield return new CardButton("Cancel the run", $"/run cancel {run.Label}")
                {
                    Confirm = $"Stop {run.Label}? What it has done so far stays done.",
                    No = "Leave it running",
                };
                break;

            case RunState.Succeeded when run.Plan.Undo is not null:
                yield return new CardButton("Undo", $"/run undo {run.Label}");
                break;

            case RunState.Unknown:
                yield return RunText.Check(run);
                break;
        }
    }
}
