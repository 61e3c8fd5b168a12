using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Messages;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Execution;

/// <summary>Invariant 7: time limits everywhere, and a run can be stopped.</summary>
public sealed class StoppingTests
{
    [Fact]
    public async Task A_running_run_stops_when_asked_and_says_how_far_it_came()
    {
        var rig = new ExecutionRig();
        var started = new TaskCompletionSource();
        rig.Action.Apply = async (progress, ct) =>
        {
            progress.Report(new RunProgress("40 of 100 keys", 0.4));
            started.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
            return new ApplyResult.Done("never");
        };
        var run = await rig.ApprovedAsync();
        var working = rig.WorkAsync();
        await started.Task;

        await rig.Settlement.CancelAsync(Some.Request(Some.Ada), run.Number, default);
        rig.Time.Advance(rig.Policy.Heartbeat);
        await working;

        var ended = await rig.ReadAsync(run);
        Assert.Equal(RunState.Cancelled, ended.State);
        Assert.Contains("40 of 100 keys", ended.Outcome, StringComparison.Ordinal);
        Assert.Contains("as asked", ended.Outcome, StringComparison.Ordinal);
        Assert.Equal(Tone.Neutral, rig.Store.Said.OfType<Outgoing.Post>().Last().Card.Tone);
    }

    [Theory]
    [InlineData(false, RunState.Unknown)]
    [InlineData(true, RunState.Succeeded)]
    public async Task A_run_that_takes_too_long_is_stopped_and_in_doubt_unless_what_it_was_to_reach_is_read_back(bool holds, RunState expected)
    {
        var rig = new ExecutionRig();
        rig.Action.Verified = new VerifyResult(holds, "40 keys are left");
        rig.Action.TimeLimit = TimeSpan.FromMilliseconds(20);
        rig.Action.Apply = async (_, ct) =>
        {
            await Task.Delay(Timeout.Infinite, ct);
            return new ApplyResult.Done("never");
        };
        var run = await rig.ApprovedAsync();

        await rig.WorkAsync();

        var ended = await rig.ReadAsync(run);
        Assert.Equal(expected, ended.State);
        Assert.Contains("time limit", ended.Outcome, StringComparison.Ordinal);
        Assert.Contains("40 keys are left", ended.Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_takes_too_long_is_refused()
    {
        var rig = new ExecutionRig(policy: new ExecutionPolicy { PlanLimit = TimeSpan.FromMilliseconds(20) });
        rig.Action.PlanDelay = Timeout.InfiniteTimeSpan;

        await rig.Requests.RequestAsync(Some.Request(Some.Ada), FakeChange.Call, null, Some.Channel, default);

        Assert.Contains("did not give enough for a plan", rig.LastAnswer(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_waiting_run_is_cancelled_at_once()
    {
        var rig = new ExecutionRig();
        var run = await rig.ApprovedAsync();

        await rig.Settlement.CancelAsync(Some.Request(Some.Ada), run.Number, default);
        await rig.WorkAsync();

        Assert.Equal(RunState.Cancelled, (await rig.ReadAsync(run)).State);
        Assert.Equal(0, rig.Action.Applies);
    }

    [Fact]
    public async Task An_action_that_throws_ends_on_the_record_without_its_secrets()
    {
        var rig = new ExecutionRig();
        rig.Action.Apply = (_, _) => throw new InvalidOperationException("AUTH failed for redis://default:hunter2secret@10.0.0.1");
        rig.Action.Verified = new VerifyResult(false, "100 keys are left");
        var run = await rig.ApprovedAsync();

        await rig.WorkAsync();

        var ended = await rig.ReadAsync(run);
        Assert.Equal(RunState.Unknown, ended.State);
        Assert.Contains("AUTH failed", ended.Outcome, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2secret", ended.Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Applied_but_not_verified_is_a_failure()
    {
        var rig = new ExecutionRig();
        rig.Action.Verified = new VerifyResult(false, "60 keys are left");
        var run = await rig.ApprovedAsync();

        await rig.WorkAsync();

        var ended = await rig.ReadAsync(run);
        Assert.Equal(RunState.Failed, ended.State);
        Assert.Contains("not verified: 60 keys are left", ended.Outcome, StringComparison.Ordinal);
    }
}
