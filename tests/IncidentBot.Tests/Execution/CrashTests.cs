using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Execution;
using IncidentBot.Messages;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Execution;

/// <summary>Invariant 5: a crash in the middle leaves the run unknown, said in the channel, never repeated by itself.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task An_abandoned_run_is_unknown_said_in_the_channel_and_not_repeated()
    {
        var (rig, run) = await CrashedAsync();

        Assert.Equal(1, await rig.SweepAsync());
        Assert.Equal(0, await rig.SweepAsync());
        await rig.WorkAsync();

        Assert.Equal(RunState.Unknown, (await rig.ReadAsync(run)).State);
        Assert.Equal(1, rig.Action.Applies);
        Assert.Contains(
            rig.Store.Said.OfType<Outgoing.Post>(),
            post => post.Card.Title.Contains("outcome unknown", StringComparison.Ordinal) && post.Channel == run.Channel);
        Assert.Equal(AuditKind.Unknown, rig.AuditKinds().Last());
    }

    [Fact]
    public async Task It_keeps_its_target_until_somebody_says_how_it_ended()
    {
        var (rig, run) = await CrashedAsync();
        await rig.SweepAsync();

        var next = await rig.ApprovedAsync();
        await rig.WorkAsync();
        Assert.Equal(RunState.Approved, (await rig.ReadAsync(next)).State);

        await rig.Settlement.SettleAsync(Some.Request(Some.Ada), run.Number, worked: false, "half of the keys were gone", default);
        rig.Action.Apply = (_, _) => Task.FromResult<ApplyResult>(new ApplyResult.Done("done"));
        rig.Time.Advance(rig.Policy.HeldTargetRetry);
        await rig.WorkAsync();

        Assert.Equal(RunState.Failed, (await rig.ReadAsync(run)).State);
        Assert.Equal(RunState.Succeeded, (await rig.ReadAsync(next)).State);
    }

    [Theory]
    [InlineData(true, RunState.Succeeded)]
    [InlineData(false, RunState.Unknown)]
    public async Task Its_postcondition_closes_it_only_when_it_holds(bool holds, RunState expected)
    {
        var (rig, run) = await CrashedAsync();
        await rig.SweepAsync();
        rig.Action.Verified = new VerifyResult(holds, "40 keys are left");

        await rig.Settlement.CheckAsync(Some.Request(Some.Ada), run.Number, default);

        Assert.Equal(expected, (await rig.ReadAsync(run)).State);
        Assert.Equal(1, rig.Action.Applies);
    }

    [Fact]
    public async Task A_run_that_still_gives_signs_of_life_is_not_abandoned()
    {
        var rig = new ExecutionRig();
        var holding = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        rig.Action.Apply = async (_, _) =>
        {
            holding.SetResult();
            await release.Task;
            return new ApplyResult.Done("done");
        };
        var run = await rig.ApprovedAsync();
        var working = rig.WorkAsync();
        await holding.Task;
        for (var look = 0; look < 3 * AbandonedRuns.Looks; look++)
        {
            var before = (await rig.ReadAsync(run)).Lease;
            Assert.Equal(0, await rig.Abandoned.SweepAsync(default));
            rig.Time.Advance(rig.Policy.Lease / AbandonedRuns.Looks);
            await Eventually.TrueAsync(async () => (await rig.ReadAsync(run)).Lease != before);
        }

        release.SetResult();
        await working;
        Assert.Equal(RunState.Succeeded, (await rig.ReadAsync(run)).State);
    }

    [Theory]
    [InlineData(false, RunState.Unknown)]
    [InlineData(true, RunState.Succeeded)]
    public async Task A_run_that_was_given_up_while_it_was_applied_stays_unknown_unless_it_is_read_back(bool holds, RunState expected)
    {
        var rig = new ExecutionRig();
        var sent = new TaskCompletionSource();
        rig.Action.Verified = new VerifyResult(holds, "40 keys are left");
        rig.Action.Apply = async (_, ct) =>
        {
            sent.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
            return new ApplyResult.Done("never");
        };
        var run = await rig.ApprovedAsync();
        var working = rig.WorkAsync();
        await sent.Task;
        Assert.Equal(1, await rig.SweepAsync());

        rig.Time.Advance(rig.Policy.Heartbeat);
        await working;

        Assert.Equal(expected, (await rig.ReadAsync(run)).State);
    }

    /// <summary>A run that never returns and gives no sign of life, as after a kill -9 during Apply.</summary>
    private static async Task<(ExecutionRig Rig, Run Run)> CrashedAsync()
    {
        var rig = new ExecutionRig(policy: new ExecutionPolicy { Heartbeat = TimeSpan.FromDays(1) });
        var started = new TaskCompletionSource();
        rig.Action.Apply = (_, _) =>
        {
            started.SetResult();
            return new TaskCompletionSource<ApplyResult>().Task;
        };
        var run = await rig.ApprovedAsync();
        _ = rig.WorkAsync();
        await started.Task;
        return (rig, run);
    }
}
