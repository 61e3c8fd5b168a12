using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.People;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Execution;

/// <summary>Invariant 2: destructive actions take a second human; changes take a yes.</summary>
public sealed class SecondHumanTests
{
    [Fact]
    public async Task A_second_person_approves_and_it_runs_once()
    {
        var rig = new ExecutionRig();
        var run = await rig.ApprovedAsync();

        await rig.WorkAsync();

        Assert.Equal(RunState.Succeeded, (await rig.ReadAsync(run)).State);
        Assert.Equal(1, rig.Action.Applies);
    }

    [Theory]
    [InlineData("local")]
    [InlineData("slack")]
    public async Task The_requester_cannot_approve_from_either_of_their_accounts(string platform)
    {
        var rig = new ExecutionRig();
        var run = await rig.RequestAsync(Some.Ada);
        var account = Some.Ada.Accounts.Single(account => account.Platform == platform);

        // As the dispatcher does it: the person is found by the account that the request came from.
        await rig.Approvals.ApproveAsync(Some.Request(Some.People.Resolve(account, "somebody"), from: account), run.Number, run.ShortHash, default);
        await rig.WorkAsync();

        Assert.Equal(RunState.AwaitingApproval, (await rig.ReadAsync(run)).State);
        Assert.Equal(0, rig.Action.Applies);
        Assert.Equal(AuditKind.Refused, rig.AuditKinds().Last());
        Assert.Contains("second person", rig.LastAnswer(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_nobody_listed_cannot_approve_from_elsewhere_because_it_may_be_the_requesters()
    {
        var rig = new ExecutionRig();
        var run = await rig.RequestAsync(Some.Ada);
        var stranger = Some.Elsewhere with { Permissions = Permissions.Observe | Permissions.Approve };

        await rig.Approvals.ApproveAsync(Some.Request(stranger), run.Number, run.ShortHash, default);

        Assert.Equal(RunState.AwaitingApproval, (await rig.ReadAsync(run)).State);
    }

    [Theory]
    [InlineData(Risk.Change, Risk.Destructive, RunState.AwaitingApproval)]
    [InlineData(Risk.Destructive, Risk.Change, RunState.AwaitingApproval)]
    [InlineData(Risk.Change, Risk.Observe, RunState.AwaitingConfirmation)]
    public async Task A_plan_can_ask_for_more_than_its_action_and_never_for_less(Risk action, Risk plan, RunState waits)
    {
        var rig = new ExecutionRig(new FakeChange(action) { PlanRisk = plan });

        var run = await rig.RequestAsync(Some.Ada);

        Assert.Equal(waits, run.State);
        Assert.Equal(waits is RunState.AwaitingApproval ? Risk.Destructive : Risk.Change, run.Risk);
    }

    [Fact]
    public async Task A_risk_that_has_grown_since_the_confirmation_takes_a_second_human()
    {
        var rig = new ExecutionRig(new FakeChange(Risk.Change));
        var run = await rig.RequestAsync(Some.Ada);
        await rig.Approvals.ApproveAsync(Some.Request(Some.Ada), run.Number, run.ShortHash, default);
        rig.Action.PlanRisk = Risk.Destructive;

        await rig.WorkAsync();

        Assert.Equal(0, rig.Action.Applies);
        Assert.Equal((RunState.AwaitingApproval, Risk.Destructive), (await rig.ReadAsync(run)) is var after ? (after.State, after.Risk) : default);
    }

    [Fact]
    public async Task A_change_is_confirmed_by_its_requester()
    {
        var rig = new ExecutionRig(new FakeChange(Risk.Change));
        var run = await rig.RequestAsync(Some.Ada);
        Assert.Equal(RunState.AwaitingConfirmation, run.State);

        await rig.Approvals.ApproveAsync(Some.Request(Some.Ada), run.Number, run.ShortHash, default);
        await rig.WorkAsync();

        Assert.Equal(RunState.Succeeded, (await rig.ReadAsync(run)).State);
    }

    [Fact]
    public async Task Two_approvals_make_one_run()
    {
        var rig = new ExecutionRig();
        var run = await rig.RequestAsync(Some.Ada);

        await rig.Approvals.ApproveAsync(Some.Request(Some.Grace), run.Number, run.ShortHash, default);
        await rig.Approvals.ApproveAsync(Some.Request(Some.Grace), run.Number, run.ShortHash, default);
        await rig.WorkAsync();

        Assert.Equal(1, rig.Action.Applies);
        Assert.Contains("already approved by Grace", rig.LastAnswer(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejected_plan_does_not_run()
    {
        var rig = new ExecutionRig();
        var run = await rig.RequestAsync(Some.Ada);

        await rig.Approvals.RejectAsync(Some.Request(Some.Grace), run.Number, "wrong target", default);
        await rig.Approvals.ApproveAsync(Some.Request(Some.Grace), run.Number, run.ShortHash, default);
        await rig.WorkAsync();

        Assert.Equal(RunState.Rejected, (await rig.ReadAsync(run)).State);
        Assert.Equal(0, rig.Action.Applies);
    }
}
