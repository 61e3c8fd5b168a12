using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Execution;

/// <summary>Ends what does not end by itself: cancel, say how an unknown run ended, review a broken glass.</summary>
public sealed class RunSettlement(
    ActionCatalogue actions,
    ILedger ledger,
    IRunStore runs,
    RunDecisions decisions,
    PeopleDirectory people,
    Redactor redactor,
    ExecutionPolicy policy,
    TimeProvider time)
{
    public Task<Answer> CancelAsync(Request request, int number, CancellationToken ct) => decisions.DecideAsync(request, number, async run =>
    {
        if (!request.By.May(Permissions.Respond))
        {
            return decisions.Refuse(
                request,
                run.Label,
                $"{request.By.Name} may not cancel {run.Label}: that takes the Respond permission.",
                $"Ask a responder.{request.By.WhyLess}");
        }

        if (run.State is RunState.Running)
        {
            return await runs.RequestCancelAsync(run.Id, ct)
                ? new Changes
                {
                    Audit = [RunChanges.Entry(run, time.GetUtcNow(), request.By.Id, AuditKind.CancelRequested, "asked to stop")],
                    Answer = Answer.Done(Card.Say($"Asked {run.Label} to stop", "It stops at its next safe point; its card shows when.")),
                }
                : decisions.Refuse(request, run.Label, $"{run.Label} has just ended.", "Its card shows how.");
        }

        if (!run.IsUnderWay)
        {
            return decisions.Refuse(
                request,
                run.Label,
                $"{run.Label} cannot be cancelled: {RunText.StateInWords(run.State)}.",
                run.State is RunState.Unknown ? $"Type /run check {run.Label}." : "It is over.");
        }

        return Ended(request, run, RunTrigger.Cancel, AuditKind.CancelRequested, $"cancelled by {request.By.Name} before it started");
    }, ct);

    /// <summary>Asks the target whether an unknown run reached its postcondition, and closes it when it did.</summary>
    public Task<Answer> CheckAsync(Request request, int number, CancellationToken ct) => decisions.DecideAsync(request, number, async run =>
    {
        if (WhyNotUnknown(request, run) is { } refusal)
        {
            return refusal;
        }

        // Not caught: what cannot be audited does not run.
        await ledger.CommitAsync(
            new Changes { Audit = [RunChanges.Entry(run, time.GetUtcNow(), request.By.Id, AuditKind.Intended, "is checked by its postcondition")] },
            ct);
        var verified = await VerifyAsync(run, ct);
        return verified.Holds
            ? Ended(request, run, RunTrigger.Succeed, AuditKind.Finished, $"closed, its postcondition holds: {verified.Answer}")
            : new Changes
            {
                Audit = [RunChanges.Entry(run, time.GetUtcNow(), request.By.Id, AuditKind.Checked, $"still unknown: {verified.Answer}")],
                Answer = Answer.Done(new Card($"{run.Label} is not shown to be done: {verified.Answer}")
                {
                    Tone = Tone.Warning,
                    Blocks = [new CardBlock.Lines(verified.Evidence), new CardBlock.Text(
                        $"Nothing is repeated by itself. When you know how it ended: {RunText.Settle(run)}. Then ask again: {run.Call}")],
                }),
            };
    }, ct);

    /// <summary>On a person's word, and nothing of it is read back: the outcome says whose word it is.</summary>
    public Task<Answer> SettleAsync(Request request, int number, bool worked, string whatWasFound, CancellationToken ct) =>
        decisions.DecideAsync(request, number, run => Task.FromResult(WhyNotUnknown(request, run) ?? Ended(
            request,
            run,
            worked ? RunTrigger.Succeed : RunTrigger.Fail,
            AuditKind.Finished,
            $"closed by {request.By.Name}, who says that it {(worked ? "worked" : "failed")}: {redactor.Clean(whatWasFound)}")), ct);

    public Task<Answer> ReviewAsync(Request request, int number, string remark, CancellationToken ct) => decisions.DecideAsync(request, number, run =>
    {
        if (!run.NeedsReview)
        {
            return Task.FromResult(
                decisions.Refuse(request, run.Label, $"{run.Label} needs no review.", "Only a run that went ahead without a second person does."));
        }

        if (!people.AreTwo(request.By, run.Approval!.By) || !request.By.May(Permissions.Approve))
        {
            return Task.FromResult(decisions.Refuse(
                request,
                run.Label,
                $"{request.By.Name} may not review {run.Label}.",
                $"It takes a second person with the Approve permission.{request.By.WhyLess}"));
        }

        var now = time.GetUtcNow();
        var what = $"reviewed by {request.By.Name}: {redactor.Clean(remark)}";
        return Task.FromResult(RunChanges.Of(
            run with { ReviewedBy = request.By.Id },
            now,
            request.By.Id,
            AuditKind.Reviewed,
            what) with
        { Answer = Answer.Done(new Card($"{run.Label} {what}")) });
    }, ct);

    private Changes? WhyNotUnknown(Request request, Run run)
    {
        if (!request.By.May(Permissions.Respond))
        {
            return decisions.Refuse(
                request,
                run.Label,
                $"{request.By.Name} may not close {run.Label}: that takes the Respond permission.",
                $"Ask a responder.{request.By.WhyLess}");
        }

        return run.State is RunState.Unknown
            ? null
            : decisions.Refuse(request, run.Label, $"{run.Label} is not in doubt: {RunText.StateInWords(run.State)}.", "There is nothing to close.");
    }

    private async Task<VerifyResult> VerifyAsync(Run run, CancellationToken ct) =>
        actions.Find(run.Call.Action.Value) is IChangeAction action
            ? await BoundedVerify.RunAsync(action, run, redactor, policy.VerifyLimit, ct)
            : new VerifyResult(false, $"the action {run.Call.Action} no longer exists");

    private Changes Ended(Request request, Run run, RunTrigger how, AuditKind kind, string what)
    {
        var now = time.GetUtcNow();
        var ended = RunLifecycle.Fire(run, how, now) with { Outcome = what };
        return RunChanges.Of(
            ended,
            now,
            request.By.Id,
            kind,
            what) with
        { Answer = Answer.Done(new Card($"{run.Label} {what}") { Tone = RunText.ToneOf(ended) }), Unschedule = [RunKeys.Expire(run.Id)] };
    }
}
