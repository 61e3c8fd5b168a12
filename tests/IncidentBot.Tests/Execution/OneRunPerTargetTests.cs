using IncidentBot.Actions;

namespace IncidentBot.Tests.Execution;

/// <summary>Invariant 4: one mutating run at a time per target; the second is told who holds it.</summary>
public sealed class OneRunPerTargetTests
{
    [Fact]
    public async Task The_second_waits_is_told_who_holds_the_target_and_runs_afterwards()
    {
        var rig = new ExecutionRig();
        var holding = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        rig.Action.Apply = async (_, _) =>
        {
            holding.TrySetResult();
            await release.Task;
            return new ApplyResult.Done("done");
        };
        var first = await rig.ApprovedAsync();
        var working = rig.WorkAsync();
        await holding.Task;

        var second = await rig.ApprovedAsync();
        Assert.Contains($"{first.Label} (/redis clear rl:* on primary) by Ada holds primary", rig.LastAnswer(), StringComparison.Ordinal);
        await rig.WorkAsync();

        Assert.Equal(1, rig.Action.Applies);
        Assert.Contains(first.Label, (await rig.ReadAsync(second)).Progress?.Text, StringComparison.Ordinal);

        release.SetResult();
        await working;
        rig.Time.Advance(rig.Policy.HeldTargetRetry);
        await rig.WorkAsync();

        Assert.Equal(RunState.Succeeded, (await rig.ReadAsync(second)).State);
        Assert.Equal(2, rig.Action.Applies);
    }

    [Theory]
    [InlineData("queue.clean", false)]
    [InlineData("host.restart", true)]
    public async Task Another_system_of_the_same_name_waits_only_where_it_is_the_same_server(string other, bool atTheSameTime)
    {
        var second = new FakeChange(id: other);
        var rig = new ExecutionRig(others: second);
        var holding = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        rig.Action.Apply = async (_, _) =>
        {
            holding.TrySetResult();
            await release.Task;
            return new ApplyResult.Done("done");
        };
        await rig.ApprovedAsync();
        var working = rig.WorkAsync();
        await holding.Task;

        var run = await rig.ApprovedAsync(other);
        await rig.WorkAsync();

        Assert.Equal(atTheSameTime ? 1 : 0, second.Applies);
        Assert.Equal(atTheSameTime ? RunState.Succeeded : RunState.Approved, (await rig.ReadAsync(run)).State);
        Assert.Equal(!atTheSameTime, rig.LastAnswer().Contains("holds primary", StringComparison.Ordinal));

        release.SetResult();
        await working;
        rig.Time.Advance(rig.Policy.HeldTargetRetry);
        await rig.WorkAsync();
        Assert.Equal((1, RunState.Succeeded), (second.Applies, (await rig.ReadAsync(run)).State));
    }
}
