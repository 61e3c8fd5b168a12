using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Runbooks;
using IncidentBot.Storage;
using IncidentBot.Timeline;
using IncidentBot.Words;

namespace IncidentBot.Desk;

/// <summary>A step as somebody named it.</summary>
/// <param name="Number">Null for the one that is due.</param>
/// <param name="Mark">What its button carried, see <see cref="StepMark"/>; null where it was typed.</param>
public sealed record StepNamed(int? Number, string? Mark);

public sealed partial class RunbookDesk
{
    /// <summary>Carries a step out: a read at once, a change through plan and approval.</summary>
    /// <param name="given">What the step left open, in its order; <c>on TARGET</c> at the end aims it elsewhere.</param>
    public Task<Answer> RunAsync(Request request, int? number, StepNamed named, IReadOnlyList<string> given, CancellationToken ct)
    {
        // Done once, however often the commit has to be tried again.
        ActionReport? report = null;
        PreparedRun? prepared = null;
        return WithStepAsync(request, number, named, async (at, step) =>
        {
            if (WhyNotRun(request, at.Incident, step, given) is { } refusal)
            {
                return refusal;
            }

            switch (calls.Read(step.Action!.Value.Value, step.Filled(given), at.Incident.Target.Name))
            {
                case ActionReading.Ok { Call: var call } when step.Risk is Risk.Observe:
                    report ??= await reader.ReadAsync(call, request.By.Id, ct);
                    return Read(request, at, step, call, report);

                case ActionReading.Ok { Call: var call }:
                    prepared ??= await requests.PrepareAsync(request, call, at.Incident.Id, at.Incident.Channel, step.Number, ct);
                    return Asked(request, at, step, call, prepared);

                case ActionReading.Wrong wrong:
                    return decisions.Refuse(request, at.Incident.Label, $"Step {step.Number} cannot be run: {wrong.Fault}", wrong.Hint);

                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }, ct);
    }

    public Task<Answer> SkipAsync(Request request, int? number, StepNamed named, string? reason, CancellationToken ct) =>
        DecideAsync(request, number, named, StepState.Skipped, reason, ct);

    /// <param name="found">What whoever did it has found; may be left out.</param>
    public Task<Answer> DoneAsync(Request request, int? number, StepNamed named, string? found, CancellationToken ct) =>
        DecideAsync(request, number, named, StepState.Done, found, ct);

    private Task<Answer> DecideAsync(
        Request request,
        int? number,
        StepNamed named,
        StepState state,
        string? text,
        CancellationToken ct) => WithStepAsync(request, number, named, (at, step) =>
    {
        var (label, word) = (at.Incident.Label, state is StepState.Done ? "done" : "skipped");
        if (decisions.WhyNot(request, Permissions.Respond, label, $"say that step {step.Number} is {word}") is { } forbidden)
        {
            return Task.FromResult(forbidden);
        }

        if (at.Progress.Of(step.Number) is { } before && before.State == state)
        {
            return Task.FromResult(
                decisions.Refuse(request, label, $"Step {step.Number} is {word} already: {Before(at, step)}", $"Type /runbook next {label}."));
        }

        var said = Clean(text);
        if (state is StepState.Skipped && said.Length == 0)
        {
            return Task.FromResult(
                decisions.Refuse(request, label, "Skipping takes a reason; it goes on the record.", $"Type /runbook skip {step.Number} <reason>."));
        }

        var progress = at.Progress.With(new StepOutcome(step.Number, state, request.By.Id, time.GetUtcNow(), said));
        var written = changes.Of(
            at.Incident with { Runbook = progress },
            request.By.Id,
            new TimelineEvent.StepDone(step.Number, state, StepText.Cut(StepText.What(step)), said));
        return Task.FromResult(written with
        {
            Answer = Answer.Done(After(at with { Progress = progress }, $"Step {step.Number} is {word}")),
            Say = [.. written.Say, IncidentChanges.RefreshRunbook(at.Incident)],
        });
    }, ct);

    private Changes Read(Request request, Place at, RunbookStep step, ActionCall call, ActionReport report)
    {
        var found = TimelineEvent.Found.Of(FoundBy.Person, redactor.Clean(call.ToString()), report) with { Step = step.Number };
        var progress = at.Progress.With(new StepOutcome(step.Number, StepState.Read, request.By.Id, time.GetUtcNow(), report.Answer));
        var read = readings.AfterPerson(at.Incident with { Runbook = progress }, call, report, request.By.Id, time.GetUtcNow());
        var card = ReportCard.Draw(call, report, request.Key);
        var written = changes.Of(read, request.By.Id, found);
        return written with
        {
            Answer = Answer.Done(card with
            {
                Blocks = [.. Remarks(at, step).Select(remark => new CardBlock.Text(remark)), .. card.Blocks],
                Buttons = [.. card.Buttons, new CardButton("Next step", $"/runbook next {at.Incident.Label}")],
            }),
            Say =
            [
                .. written.Say,
                IncidentChanges.RefreshRunbook(at.Incident),
                new Outgoing.Post(
                    at.Incident.Channel,
                    Card.Say($"{request.By.Name} ran {EventText.Of(found)}", [.. IncidentReadings.Told(at.Incident, read)])),
            ],
        };
    }

    private Changes Asked(Request request, Place at, RunbookStep step, ActionCall call, PreparedRun prepared)
    {
        switch (prepared)
        {
            case PreparedRun.Offered offered:
                var asked =
                    new StepOutcome(step.Number, StepState.Requested, request.By.Id, time.GetUtcNow(), offered.Run.Plan.Summary) { Run = offered.Run.Label };
                return WithRemarks(at, step, offered.Changes) with { Incident = at.Incident with { Runbook = at.Progress.With(asked), UpdatedAt = asked.At } };

            case PreparedRun.Nothing nothing:
                var outcome = new StepOutcome(step.Number, StepState.NothingToDo, request.By.Id, time.GetUtcNow(), nothing.Why);
                var written = changes.Of(
                    at.Incident with { Runbook = at.Progress.With(outcome) },
                    request.By.Id,
                    new TimelineEvent.StepDone(step.Number, StepState.NothingToDo, redactor.Clean(call.ToString()), nothing.Why));
                var answered = WithRemarks(at, step, nothing.Changes);
                return written with
                {
                    Answer = answered.Answer,
                    Audit = [.. answered.Audit, .. written.Audit],
                    Say = [.. answered.Say, .. written.Say, IncidentChanges.RefreshRunbook(at.Incident)],
                };

            default:
                return prepared.Changes;
        }
    }

    /// <summary>Why a safe equivalent is run, and who ran it before.</summary>
    private IEnumerable<string> Remarks(Place at, RunbookStep step)
    {
        if (step.Class is StepClass.Guarded)
        {
            yield return $"Instead of {StepText.Cut(OneLine.Words(step.Source))}: {step.Why}";
        }

        if (at.Progress.Of(step.Number) is not null)
        {
            yield return $"Run before: {Before(at, step)}";
        }
    }

    private Changes WithRemarks(Place at, RunbookStep step, Changes written)
    {
        var answer = written.Answer!;
        var card = answer.Card with { Blocks = [.. answer.Card.Blocks, .. Remarks(at, step).Select(remark => new CardBlock.Text(remark))] };
        return written with { Answer = answer with { Card = card } };
    }

    private string Before(Place at, RunbookStep step)
    {
        var standing = StepStanding.Of(at.Progress, step.Number, at.Runs);
        var who = standing.Outcome?.By is { } by ? people.NameOf(by) : "the bot";
        return $"{standing.Word}, {who}, "
            + $"{Moment.Of(standing.Outcome?.At ?? at.Progress.StartedAt)}{(standing.Result.Length > 0 ? $": {standing.Result}" : "")}.";
    }

    private static Card After(Place at, string title) => StepStanding.NextOpen(at.Progress, at.Runs) is { } next && at.Runbook.Step(next) is { } step
        ? Card.Say(
            title,
            $"Next is step {next}: {StepText.Cut(StepText.What(step))}") with
        { Buttons = [new CardButton("Next step", $"/runbook next {at.Incident.Label}")] }
        : Card.Say(title, "No step is open any more.");

    private Changes? WhyNotRun(Request request, Incident incident, RunbookStep step, IReadOnlyList<string> given)
    {
        var byHand = $"When it is done: /runbook done {step.Number} <what was found>, or /runbook skip {step.Number} <reason>.";
        (string Rule, string Hint)? why = step switch
        {
            { CanRun: true } when given.Count < step.Missing.Count =>
                ($"Step {step.Number} needs {string.Join(' ', step.Missing)}.", $"Type /runbook run {step.Number} {string.Join(' ', step.Missing)}."),
            { CanRun: true } => null,
            { Class: StepClass.Refused } => ($"Step {step.Number} is not run as written: {step.Why}", $"Instead: {step.Becomes}. {byHand}"),
            { Class: StepClass.HostCommand } => (
                $"Step {step.Number} is a command on a host: {step.Becomes}. {step.Why}",
                $"The bot runs only what the hosts of its configuration allow, and the runbook has to name it in an action block. {byHand}"),
            { Class: StepClass.Http } => (
                $"Step {step.Number} is a request to a service: {step.Becomes}. {step.Why}",
                $"The bot calls only the endpoints of its configuration, and the runbook has to name one in an action block. {byHand}"),
            { Class: StepClass.Sql } => (
                $"Step {step.Number} is a query: {step.Becomes}. {step.Why}",
                $"The bot runs only the queries of its configuration, and the runbook has to name one in an action block. {byHand}"),
            { Class: StepClass.Unknown } => ($"Nobody can tell what step {step.Number} does: {step.Why}", byHand),
            _ => ($"Step {step.Number} is for a person: {step.Becomes}. {step.Why}", byHand),
        };
        return why is var (rule, hint) ? decisions.Refuse(request, incident.Label, rule, hint) : null;
    }

    private Task<Answer> WithStepAsync(
        Request request,
        int? number,
        StepNamed named,
        Func<Place, RunbookStep, Task<Changes>> work,
        CancellationToken ct) => WithRunbookAsync(request, number, async at =>
    {
        var label = at.Incident.Label;
        if (at.Incident.State is IncidentState.Closed or IncidentState.Cancelled)
        {
            return decisions.Refuse(request, label, $"{label} is {at.Incident.State}.", $"Type /incident reopen {label} <reason> to take it up again.");
        }

        if ((named.Number ?? StepStanding.NextOpen(at.Progress, at.Runs)) is not { } wanted)
        {
            return decisions.Refuse(request, label, "No step is open any more.", $"To see how each has ended: /runbook status {label}.");
        }

        if (at.Runbook.Step(wanted) is not { } step)
        {
            return decisions.Refuse(
                request,
                label,
                $"{at.Progress.Id} has no step {wanted}.",
                $"Its steps are 1 to {at.Progress.Steps}: /runbook status {label}.");
        }

        if (named.Mark is { } mark && mark != StepMark.Of(at.Progress, step.Number))
        {
            return decisions.Refuse(
                request,
                label,
                "That button is from before, and nothing was done. "
                    + $"{(at.Progress.Of(step.Number) is null
                        ? $"{label} follows {at.Progress.Id} since {Moment.Of(at.Progress.StartedAt)}."
                        : $"Step {step.Number}: {Before(at, step)}")}",
                $"To see it as it is now: /runbook status {label}.");
        }

        return UnderWay(at, step) is { } run
            ? decisions.Refuse(
                request,
                label,
                $"Step {step.Number} is under way as {run.Label}: {RunText.StateInWords(run.State)}.",
                $"Its card shows how it goes; /run cancel {run.Label} stops it.")
            : await work(at, step);
    }, ct);

    private static Run? UnderWay(Place at, RunbookStep step) => at.Progress.Of(step.Number)?.Run is { } label
        ? at.Runs.FirstOrDefault(run => run.Label == label && run.IsUnsettled)
        : null;
}
