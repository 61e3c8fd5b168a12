using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Words;

namespace IncidentBot.Execution;

/// <summary>Yes or no to a planned run, by the right human and to exactly the plan that they saw.</summary>
/// <param name="stepUp">Which are approved on their page alone.</param>
public sealed class RunApprovals(
    RunDecisions decisions, IRunStore runs, PeopleDirectory people, Redactor redactor, ExecutionPolicy policy, StepUp stepUp, TimeProvider time)
{
    /// <param name="planHash">The first digits of the plan's hash, as the card shows them.</param>
    public Task<Answer> ApproveAsync(Request request, int number, string planHash, CancellationToken ct) =>
        decisions.DecideAsync(request, number, async run => WhyNotApprove(request, run, planHash) is var (rule, hint)
            ? decisions.Refuse(request, run.Label, rule, hint)
            : await ApprovedAsync(request, run, breakGlass: false, reason: null, ct), ct);

    public Task<Answer> RejectAsync(Request request, int number, string? reason, CancellationToken ct) =>
        decisions.DecideAsync(request, number, run => Task.FromResult(Reject(request, run, reason is null ? null : redactor.Clean(reason))), ct);

    /// <summary>The requester goes ahead alone, because nobody answered and the policy allows it. It stays flagged until somebody reviews it.</summary>
    public Task<Answer> BreakGlassAsync(Request request, int number, string targetTyped, string reason, CancellationToken ct) =>
        decisions.DecideAsync(request, number, async run => WhyNotBreakGlass(request, run, targetTyped, reason) is var (rule, hint)
            ? decisions.Refuse(request, run.Label, rule, hint)
            : await ApprovedAsync(request, run, breakGlass: true, redactor.Clean(reason), ct), ct);

    private (string Rule, string Hint)? WhyNotApprove(Request request, Run run, string planHash)
    {
        if (WhyNotWaiting(run) is { } notWaiting)
        {
            return notWaiting;
        }

        if (planHash.Length < 8 || !run.PlanHash.StartsWith(planHash, StringComparison.OrdinalIgnoreCase))
        {
            return (
                $"'{redactor.Clean(planHash)}' is not the plan that {run.Label} has now.",
                $"Read its card again, then type /approve {run.Label} {run.ShortHash}.");
        }

        if (run.State is RunState.AwaitingConfirmation)
        {
            return request.By.May(Permissions.Respond)
                ? WhyNotHere(request, run)
                : (
                    $"{request.By.Name} may not confirm {run.Label}: that takes the Respond permission.",
                    $"Ask the person who asked for it.{request.By.WhyLess}");
        }

        if (PeopleDirectory.WhyNoPersons(request.By, run.RequestedBy) is { } whyNot)
        {
            return ($"{run.Label} is not approved: {whyNot}", $"A person who wants it asks for it, and a second one approves: {run.Call}");
        }

        if (request.By.Id == run.RequestedBy)
        {
            return (
                $"{run.Label} was asked for by {request.By.Name}; its approval takes a second person, from whichever account.",
                "Ask somebody else to press Approve.");
        }

        if (request.By.May(Permissions.Approve) && !people.AreTwo(request.By, run.RequestedBy))
        {
            return (
                $"{run.Label} was asked for by {people.NameOf(run.RequestedBy)}, and nothing shows that this account is somebody else's.",
                "Whoever is listed links this account with /link; or ask somebody who is certainly another person to press Approve.");
        }

        return request.By.May(Permissions.Approve)
            ? WhyNotHere(request, run)
            : ($"{request.By.Name} may not approve {run.Label}: approvers are listed under People with the Approve permission.", "Ask one of them: "
                + string.Join(", ", people.ApproversFor(run.RequestedBy).Select(person => person.Name))
                + $".{request.By.WhyLess}");
    }

    private (string Rule, string Hint)? WhyNotBreakGlass(Request request, Run run, string targetTyped, string reason)
    {
        if (!policy.BreakGlass)
        {
            return ("Break glass is off.", "It is allowed by Execution:BreakGlass in the bot's configuration. Ask a second person to approve.");
        }

        if (WhyNotWaiting(run) is { } notWaiting)
        {
            return notWaiting;
        }

        if (run.State is not RunState.AwaitingApproval)
        {
            return ($"{run.Label} only waits for a confirmation.", $"Type /approve {run.Label} {run.ShortHash}.");
        }

        if (!request.By.IsHuman)
        {
            return ($"Only a person breaks the glass, and {request.By.Name} is none.", "Ask a second person to approve.");
        }

        if (request.By.Id != run.RequestedBy)
        {
            return (
                $"{run.Label} was asked for by {people.NameOf(run.RequestedBy)}; only they can break the glass.",
                $"You can approve it: /approve {run.Label} {run.ShortHash}.");
        }

        var from = run.RequestedAt + policy.BreakGlassAfter;
        if (time.GetUtcNow() < from)
        {
            return ($"Break glass opens at {Moment.Of(from)}, after an approver has had time to answer.", "Ask for an approval until then.");
        }

        if (targetTyped != run.Call.Target)
        {
            return (
                $"'{redactor.Clean(targetTyped)}' is not the target of {run.Label}.",
                $"Type its name to show that you mean it: /run break-glass {run.Label} {run.Call.Target} <reason>.");
        }

        return string.IsNullOrWhiteSpace(reason)
            ? ("A reason is needed; it goes on the record.", $"Type /run break-glass {run.Label} {run.Call.Target} <reason>.")
            : WhyNotHere(request, run);
    }

    private (string Rule, string Hint)? WhyNotHere(Request request, Run run) =>
        !stepUp.IsFor(run) || stepUp.Suffices(request.SignedInAt, time.GetUtcNow()) ? null
        : (
            $"{run.Label} is {$"{run.Risk}".ToLowerInvariant()}: it goes ahead only on its page, by whoever has signed in there within "
                + $"the last {Duration.Words(stepUp.Within)}{(request.SignedInAt is { } at ? $", and your sign-in was {Moment.Of(at)}" : "")}.",
            $"Open {stepUp.PageOf(run).AbsoluteUri}");

    private (string Rule, string Hint)? WhyNotWaiting(Run run)
    {
        if (run.State is RunState.Approved && run.Approval is { } approval)
        {
            return ($"{run.Label} was already approved by {people.NameOf(approval.By)}.", "Its card shows how it goes.");
        }

        if (!run.IsWaiting)
        {
            return ($"{run.Label} is not waiting: {RunText.StateInWords(run.State)}.", $"To do it again, ask again: {run.Call}");
        }

        return time.GetUtcNow() >= run.ValidUntil
            ? ($"The plan of {run.Label} ran out at {Moment.Of(run.ValidUntil)}.", $"Ask again, for a fresh plan: {run.Call}")
            : null;
    }

    private async Task<Changes> ApprovedAsync(Request request, Run run, bool breakGlass, string? reason, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var approval = new Approval(request.By.Id, now, run.PlanHash, breakGlass, reason);
        var answer = run.State is RunState.AwaitingConfirmation ? RunTrigger.Confirm : RunTrigger.Approve;
        var approved = RunLifecycle.Fire(run with { Approval = approval }, answer, now);
        var what = (breakGlass, run.State) switch
        {
            (true, _) => $"approved by its requester alone (break glass): {reason}",
            (_, RunState.AwaitingConfirmation) => $"confirmed by {request.By.Name}",
            _ => $"approved by {request.By.Name}",
        };
        var held = await decisions.HeldByAsync(request, run, runs, people, ct);
        return RunChanges.Of(approved, now, request.By.Id, AuditKind.Approved, what) with
        {
            Answer = Answer.Done(
                Card.Say($"{run.Label} {what}", held ?? "It starts now; its card shows how it goes.") with { Tone = breakGlass ? Tone.Warning : Tone.Neutral }),
            Schedule = [RunKeys.ExecuteAt(run, now)],
        };
    }

    private Changes Reject(Request request, Run run, string? reason)
    {
        if (!run.IsWaiting)
        {
            return decisions.Refuse(request, run.Label, $"{run.Label} is not waiting: {RunText.StateInWords(run.State)}.", "There is nothing to reject.");
        }

        if (!request.By.May(Permissions.Respond) && !request.By.May(Permissions.Approve))
        {
            return decisions.Refuse(request, run.Label, $"{request.By.Name} may not reject {run.Label}.", $"Ask a responder.{request.By.WhyLess}");
        }

        var now = time.GetUtcNow();
        var what = reason is null ? $"rejected by {request.By.Name}" : $"rejected by {request.By.Name}: {reason}";
        var rejected = RunLifecycle.Fire(run, RunTrigger.Reject, now) with { Outcome = what };
        return RunChanges.Of(rejected, now, request.By.Id, AuditKind.Rejected, what) with
        {
            Answer = Answer.Done(new Card($"{run.Label} {what}")),
            Unschedule = [RunKeys.Expire(run.Id)],
        };
    }
}
