using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Words;

namespace IncidentBot.Execution;

/// <summary>
/// Carries out approved runs. The intent is committed before anything happens, the plan is made afresh and compared with
/// the approved one, the target is held by one run at a time, and the outcome is read back and committed.
/// </summary>
/// <param name="replica">The name of this process, written into the lease.</param>
public sealed class ActionExecutor(
    ActionCatalogue actions,
    Planner planner,
    Redactor redactor,
    ILedger ledger,
    IRunStore runs,
    Lookup lookup,
    ISchedule schedule,
    PeopleDirectory people,
    ExecutionPolicy policy,
    TimeProvider time,
    string replica)
{
    /// <summary>Runs what an <see cref="AppointmentKind.Execute"/> appointment names.</summary>
    /// <param name="ct">Cancelled when the process stops; the run is then stopped at its next safe point and recorded.</param>
    public async Task ExecuteAsync(DueItem item, CancellationToken ct)
    {
        var run = await runs.FindAsync(new RunId(item.Appointment.Subject), ct);
        if (run is not { State: RunState.Approved, Approval: { } approval } || approval.PlanHash != run.PlanHash)
        {
            await ledger.CommitAsync(new Changes { Completes = item.Id }, ct);
            return;
        }

        var now = time.GetUtcNow();
        if (now >= run.ValidUntil)
        {
            await ledger.CommitAsync(Expired(run, now) with { Completes = item.Id }, ct);
            return;
        }

        var running = RunLifecycle.Fire(run, RunTrigger.Start, now) with { Lease = new RunLease(replica, now + policy.Lease) };

        // Not caught: what cannot be audited does not run.
        var taken = await ledger.CommitAsync(
            RunChanges.Of(running, now, approval.By, AuditKind.Started, "started") with { Completes = item.Id, Unschedule = [RunKeys.Expire(run.Id)] },
            ct);
        switch (taken)
        {
            case CommitResult.Committed:
                await RunAsync(running with { Version = running.Version + 1 }, ct);
                break;

            case CommitResult.TargetHeld:
                await WaitForTargetAsync(run, item, now, ct);
                break;

            default:
                // Somebody cancelled it, or another replica has it: theirs is the truth.
                break;
        }
    }

    /// <summary>Ends a plan or an approval that ran out; what an <see cref="AppointmentKind.Expire"/> appointment names.</summary>
    public async Task ExpireAsync(DueItem item, CancellationToken ct)
    {
        var run = await runs.FindAsync(new RunId(item.Appointment.Subject), ct);
        var now = time.GetUtcNow();
        var changes = run is not null && RunLifecycle.Allows(run, RunTrigger.Expire, now) ? Expired(run, now) : new Changes();
        if (await ledger.CommitAsync(changes with { Completes = item.Id }, ct) is CommitResult.Stale)
        {
            await schedule.PostponeAsync(item, time.GetUtcNow(), ct);
        }
    }

    private static Changes Expired(Run run, DateTimeOffset now)
    {
        const string What = "expired: nobody approved the plan while it was valid, or its target did not become free";
        return RunChanges.Of(RunLifecycle.Fire(run, RunTrigger.Expire, now) with { Outcome = What }, now, by: null, AuditKind.Expired, What);
    }

    private async Task WaitForTargetAsync(Run run, DueItem item, DateTimeOffset now, CancellationToken ct)
    {
        if (run.Progress is null && await runs.HolderOfAsync(run.Lock, ct) is { } holder)
        {
            var named = await lookup.MayBeNamedAsync(holder, beside: run, ct);
            var waiting = run with { Progress = new RunProgress(named ? RunText.HeldBy(holder, people) : RunText.HeldByAnother(holder), null) };
            await ledger.CommitAsync(new Changes { Run = waiting, Say = [.. RunChanges.Refresh(run)] }, ct);
        }

        await schedule.PostponeAsync(item, now + policy.HeldTargetRetry, ct);
    }

    private async Task RunAsync(Run run, CancellationToken ct)
    {
        var action = (IChangeAction?)actions.Find(run.Call.Action.Value);
        if (action is null)
        {
            await FinishAsync(run, RunTrigger.Fail, $"The action {run.Call.Action} no longer exists; nothing was done.", []);
            return;
        }

        Attempt attempt;
        await using (var pulse = new RunPulse(run, runs, ledger, redactor, policy, time, replica, ct))
        {
            switch (await PlanAgainAsync(action, run, pulse.Stop))
            {
                case PlanResult.Ready ready when ready.Plan.DriftFrom(run.Plan) is { Count: > 0 } drift:
                    await OfferAgainAsync(run, ready.Plan, redactor.Clean(drift));
                    return;

                case PlanResult.Ready:
                    attempt = await ApplyAsync(action, run, pulse);
                    break;

                case PlanResult.Nothing nothing:
                    attempt = new Attempt(RunTrigger.Succeed, $"nothing was left to do: {nothing.Why}");
                    break;

                case PlanResult.Refused refused:
                    await FinishAsync(run, RunTrigger.Fail, $"not run: {refused.Rule}", [refused.Hint]);
                    return;

                default:
                    await FinishAsync(run, RunTrigger.Cancel, "stopped before anything was changed", []);
                    return;
            }

            // Verified also after a failure or a stop: what the target looks like now is what people need to know.
            var verified = await BoundedVerify.RunAsync(action, run, redactor, policy.VerifyLimit, CancellationToken.None);
            var (how, outcome) = (attempt.How, verified.Holds) switch
            {
                (RunTrigger.Succeed, true) => (RunTrigger.Succeed, $"{attempt.Outcome} Verified: {verified.Answer}"),
                (RunTrigger.Succeed, false) => (RunTrigger.Fail, $"{attempt.Outcome} But not verified: {verified.Answer}"),

                // Its answer was lost, but what it was to reach has been read back. Where that is not so yet, it may still come.
                (RunTrigger.Lose, true) => (RunTrigger.Succeed, $"{attempt.Outcome} Read back: {verified.Answer}"),
                (var ended, _) => (ended, $"{attempt.Outcome} As it stands now: {verified.Answer}"),
            };
            await FinishAsync(run, how, outcome, verified.Evidence);
        }
    }

    private async Task<PlanResult?> PlanAgainAsync(IChangeAction action, Run run, CancellationToken ct)
    {
        try
        {
            return await planner.PlanAsync(action, run.Call, ct);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
#pragma warning disable CA1031 // Whatever a runner throws, the run must end on the record.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new PlanResult.Refused(redactor.Clean($"planning again failed: {e.Message}"), "Nothing was changed.");
        }
    }

    private async Task<Attempt> ApplyAsync(IChangeAction action, Run run, RunPulse pulse)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(pulse.Stop);
        limit.CancelAfter(action.Definition.TimeLimit);
        try
        {
            return await action.ApplyAsync(run.Call, run.Plan, new ExecutionPermit(run.Id), pulse, limit.Token) switch
            {
                ApplyResult.Done done => new Attempt(RunTrigger.Succeed, redactor.Clean(done.Summary)),
                ApplyResult.Failed failed => new Attempt(RunTrigger.Fail, redactor.Clean(failed.Reason)),
                ApplyResult.Unknown unknown => new Attempt(RunTrigger.Lose, redactor.Clean(unknown.Reason)),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (OperationCanceledException) when (pulse.Stop.IsCancellationRequested)
        {
            // Whoever took the lease away has said that the outcome is unknown, and it is: what was sent may still take effect.
            var how = pulse.LostItsLease ? RunTrigger.Lose : RunTrigger.Cancel;
            return new Attempt(how, redactor.Clean($"Stopped {pulse.WhyStopped}, after: {pulse.Latest?.Text ?? "nothing yet"}."));
        }
        catch (OperationCanceledException)
        {
            return new Attempt(RunTrigger.Lose, redactor.Clean(
                $"Stopped after its time limit of {Duration.Limit(action.Definition.TimeLimit)}, after: {pulse.Latest?.Text ?? "nothing yet"}."));
        }
#pragma warning disable CA1031 // Whatever a runner throws, the run must end on the record.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new Attempt(RunTrigger.Lose, redactor.Clean($"Broke off after: {pulse.Latest?.Text ?? "nothing yet"}. {e.Message}"));
        }
    }

    /// <summary>The approval is void: the world is no longer the one that was approved. The new plan asks for a new one.</summary>
    private async Task OfferAgainAsync(Run run, ActionPlan fresh, IReadOnlyList<string> drift)
    {
        var now = time.GetUtcNow();
        var risk = fresh.Risk > run.Risk ? fresh.Risk : run.Risk;
        var planned = run with { Risk = risk, Plan = fresh, PlanHash = PlanHash.Of(run.Call, fresh), ValidUntil = now + policy.PlanValidity };
        var offered = RunLifecycle.Fire(planned, RunTrigger.Offer, now);
        var what = $"approval is void, the plan has changed: {string.Join("; ", drift)}";
        var say = new Outgoing.Post(run.Channel, new Card($"{run.Label}: the approval is void")
        {
            Tone = Tone.Warning,
            Blocks = [new CardBlock.Text($"Nothing was changed. {string.Join("; ", drift)}. The card shows the new plan.")],
        });
        await CommitToTheEndAsync(RunChanges.Of(offered, now, by: null, AuditKind.Refused, what, say) with { Schedule = [RunKeys.ExpireAt(offered)] });
    }

    private async Task FinishAsync(Run run, RunTrigger how, string outcome, IReadOnlyList<string> evidence)
    {
        var now = time.GetUtcNow();
        var ended = Ended(run);
        var isInDoubt = ended.State is RunState.Unknown;
        var what = $"{RunText.StateInWords(ended.State)}: {outcome}";
        var say = new Outgoing.Post(run.Channel, new Card($"{run.Label} {what}")
        {
            Tone = RunText.ToneOf(ended),
            Blocks = isInDoubt ? [RunText.HowToSettle(run)] : [],
            Buttons = isInDoubt ? [RunText.Check(run)] : [],
        });
        if (await CommitToTheEndAsync(RunChanges.Of(ended, now, by: null, isInDoubt ? AuditKind.Unknown : AuditKind.Finished, what, say)) is CommitResult.Stale
            && !isInDoubt
            && await runs.FindAsync(run.Id, CancellationToken.None) is { State: RunState.Unknown } given)
        {
            // This process was silent for so long that it was given up, but it knows how the run ended.
            await CommitToTheEndAsync(RunChanges.Of(Ended(given), now, by: null, AuditKind.Finished, what, say));
        }

        Run Ended(Run from) => RunLifecycle.Fire(from, how, now) with { Outcome = outcome, Evidence = evidence };
    }

    /// <summary>It has happened, so it is recorded even when the caller has gone, and tried again while the store is away.</summary>
    private async Task<CommitResult> CommitToTheEndAsync(Changes changes)
    {
        for (var pause = policy.Heartbeat; ; pause += pause)
        {
            try
            {
                return await ledger.CommitAsync(changes, CancellationToken.None);
            }
#pragma warning disable CA1031 // The kind of failure is the store's own; after a minute it is thrown, and the lease makes the run unknown.
            catch (Exception) when (pause < TimeSpan.FromMinutes(1))
#pragma warning restore CA1031
            {
                await Task.Delay(pause, time);
            }
        }
    }

    private sealed record Attempt(RunTrigger How, string Outcome);
}
