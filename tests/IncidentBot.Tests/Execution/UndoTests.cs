using IncidentBot.Actions;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Execution;

public sealed class UndoTests
{
    private static readonly ActionCall WayBack = FakeChange.Call with { Arguments = new Dictionary<string, string> { ["pattern"] = "what it was" } };

    [Fact]
    public async Task The_way_back_is_a_run_of_its_own_that_is_planned_and_approved()
    {
        var rig = new ExecutionRig(new FakeChange { Undo = WayBack });
        var run = await rig.ApprovedAsync();
        await rig.WorkAsync();

        await rig.Requests.UndoAsync(Some.Request(Some.Ada), run.Number, default);

        var back = await rig.Store.Runs.FindAsync(run.Number + 1, default);
        Assert.Equal(WayBack.ToString(), back?.Call.ToString());
        Assert.Equal(RunState.AwaitingApproval, back?.State);
        Assert.Equal(1, rig.Action.Applies);
    }

    [Fact]
    public async Task What_has_no_way_back_says_so()
    {
        var rig = new ExecutionRig();
        var run = await rig.ApprovedAsync();
        await rig.WorkAsync();

        await rig.Requests.UndoAsync(Some.Request(Some.Ada), run.Number, default);

        Assert.Contains("cannot be undone", rig.LastAnswer(), StringComparison.Ordinal);
        Assert.Null(await rig.Store.Runs.FindAsync(run.Number + 1, default));
    }

    [Fact]
    public async Task What_never_ran_has_nothing_to_undo()
    {
        var rig = new ExecutionRig(new FakeChange { Undo = WayBack });
        var run = await rig.RequestAsync(Some.Ada);

        await rig.Requests.UndoAsync(Some.Request(Some.Ada), run.Number, default);

        Assert.Contains("has changed nothing", rig.LastAnswer(), StringComparison.Ordinal);
    }
}
