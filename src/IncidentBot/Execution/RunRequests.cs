using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Execution;

/// <summary>Somebody asks for a change: it is planned, shown and left waiting. Nothing is changed yet.</summary>
public sealed class RunRequests(
    ActionCatalogue actions,
    TargetCatalogue targets,
    Planner planner,
    Redactor redactor,
    ILedger ledger,
    IRunStore runs,
    RunDecisions decisions,
    PeopleDirectory people,
    ExecutionPolicy policy,
    TimeProvider time)
{
    /// <param name="channel">Where the run's card is shown: the incident's channel, or the one it was asked for in.</param>
    public async Task<Answer> RequestAsync(Request request, ActionCall call, IncidentId? incident, ChannelRef channel, CancellationToken ct) =>
        await ledger.AnswerAsync(request, (await PrepareAsync(request, call, incident, channel, step: null, ct)).Changes, ct);

    /// <summary>The same for somebody who has more to write in the commit that answers: what is returned is not written yet.</summary>
    /// <param name="step">The step of the incident's runbook that asks for it.</param>
    public async Task<PreparedRun> PrepareAsync(Request request, ActionCall call, IncidentId? incident, ChannelRef channel, int? step, CancellationToken ct)
    {
        var subject = redactor.Clean(call.ToString());
        if (actions.Find(call.Action.Value) is not IChangeAction action)
        {
            throw new ArgumentException($"{call.Action} is not an action that changes anything.", nameof(call));
        }

        if (!request.By.May(Permissions.Respond))
        {
            return new PreparedRun.Refused(decisions.Refuse(
                request,
                subject,
                $"{request.By.Name} may not run {call.Action}: it changes {call.Target}, and that takes the Respond permission.",
                $"Ask somebody who is listed under People in the bot's configuration, or be listed there.{request.By.WhyLess}"));
        }

        // Not caught: what cannot be audited does not run, and a plan already touches the target.
        await ledger.CommitAsync(
            new Changes { Audit = [AuditEntry.Of(time.GetUtcNow(), request.By.Id, AuditKind.Intended, subject, new AuditFact.Bare())] },
            ct);

        return await planner.PlanAsync(action, call, ct) switch
        {
            PlanResult.Nothing nothing => new PreparedRun.Nothing(
                nothing.Why,
                new Changes
                {
                    Audit = [AuditEntry.Of(time.GetUtcNow(), request.By.Id, AuditKind.Finished, subject, new AuditFact.Answered(nothing.Why))],
                    Answer = Answer.Done(Card.Say("Nothing to do", nothing.Why)),
                }),
            PlanResult.Refused refused => new PreparedRun.Refused(decisions.Refuse(request, subject, $"Not planned: {refused.Rule}", refused.Hint)),
            PlanResult.Ready ready => await OfferAsync(request, action.Definition, call, ready.Plan, incident, channel, step, ct),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Asks for the way back of a run that succeeded. It is planned, confirmed, run and verified like any other.</summary>
    public async Task<Answer> UndoAsync(Request request, int number, CancellationToken ct)
    {
        if (await decisions.FindAsync(request, number, ct) is not { } run)
        {
            return await ledger.AnswerAsync(request, decisions.Missing(request, number), ct);
        }

        if (run.CanBeUndone)
        {
            return await RequestAsync(request, run.Plan.Undo!, run.Incident, run.Channel, ct);
        }

        return await ledger.AnswerAsync(
            request,
            decisions.Refuse(
                request,
                run.Label,
                run.StartedAt is null ? $"{run.Label} has changed nothing: {RunText.StateInWords(run.State)}." : $"{run.Label} cannot be undone.",
                run.Plan.CannotBeUndone is { } loss ? $"Its plan said so: {loss}" : "Its card says what it did."),
            ct);
    }

    private async Task<PreparedRun> OfferAsync(
        Request request,
        ActionDefinition definition,
        ActionCall call,
        ActionPlan plan,
        IncidentId? incident,
        ChannelRef channel,
        int? step,
        CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var risk = plan.Risk > definition.Risk ? plan.Risk : definition.Risk;
        var planned = new Run
        {
            Id = RunId.New(now),
            Number = await ledger.NextNumberAsync("run", ct),
            Call = call,
            Lock = targets.LockOf(call),
            Risk = risk,
            Plan = plan,
            PlanHash = PlanHash.Of(call, plan),
            ValidUntil = now + policy.PlanValidity,
            RequestedBy = request.By.Id,
            RequestedAt = now,
            Channel = channel,
            Incident = incident,
            RunbookStep = step,
        };
        var run = RunLifecycle.Fire(planned, RunTrigger.Offer, now);
        var waitsFor = run.State is RunState.AwaitingApproval
            ? "It waits for the approval of a second person."
            : "It waits for your confirmation.";
        var held = await decisions.HeldByAsync(request, run, runs, people, ct);
        var answer = Card.Say($"{run.Label} is planned", [waitsFor, .. held is null ? Array.Empty<string>() : [held]]);
        return new PreparedRun.Offered(run, RunChanges.Of(run, now, request.By.Id, AuditKind.Planned, $"planned: {plan.Summary}") with
        {
            Answer = Answer.Done(answer, Subject.Run(run.Number)),
            Schedule = run.State is RunState.AwaitingApproval ? [RunKeys.ExpireAt(run), RunKeys.ApprovalAt(run, now)] : [RunKeys.ExpireAt(run)],
        });
    }
}
