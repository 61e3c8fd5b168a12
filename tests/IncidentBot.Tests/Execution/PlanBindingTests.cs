using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Execution;

/// <summary>Invariant 3: an approval binds action, arguments, target and plan, and expires.</summary>
public sealed class PlanBindingTests
{
    [Fact]
    public async Task The_digits_of_another_plan_approve_nothing()
    {
        var rig = new ExecutionRig();
        var run = await rig.RequestAsync(Some.Ada);

        await rig.Approvals.ApproveAsync(Some.Request(Some.Grace), run.Number, "00000000", default);

        Assert.Equal(RunState.AwaitingApproval, (await rig.ReadAsync(run)).State);
        Assert.Contains("not the plan", rig.LastAnswer(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(120, "run-id-1", true)]
    [InlineData(5, "run-id-1", true)]
    [InlineData(121, "run-id-1", false)]
    [InlineData(100, "run-id-2", false)]
    public async Task A_fresh_plan_that_differs_materially_voids_the_approval(double keys, string server, bool runs)
    {
        var rig = new ExecutionRig();
        var run = await rig.ApprovedAsync();
        rig.Action.Keys = keys;
        rig.Action.Server = server;

        await rig.WorkAsync();

        var after = await rig.ReadAsync(run);
        Assert.Equal(runs ? 1 : 0, rig.Action.Applies);
        Assert.Equal(runs ? RunState.Succeeded : RunState.AwaitingApproval, after.State);
        if (!runs)
        {
            Assert.Null(after.Approval);
            Assert.NotEqual(run.PlanHash, after.PlanHash);

            await rig.Approvals.ApproveAsync(Some.Request(Some.Grace), run.Number, run.ShortHash, default);
            await rig.WorkAsync();
            Assert.Equal(0, rig.Action.Applies);
        }
    }

    [Fact]
    public async Task Arguments_changed_behind_the_approval_void_it()
    {
        var rig = new ExecutionRig();
        var run = await rig.ApprovedAsync();
        var changed = FakeChange.Call with { Arguments = new Dictionary<string, string> { ["pattern"] = "*" } };
        rig.Store.Runs.Save(run with { Call = changed, PlanHash = PlanHash.Of(changed, run.Plan) });

        await rig.WorkAsync();

        Assert.Equal(0, rig.Action.Applies);
    }

    [Fact]
    public async Task An_approval_expires()
    {
        var rig = new ExecutionRig();
        var run = await rig.ApprovedAsync();
        rig.Time.Advance(rig.Policy.PlanValidity);

        await rig.WorkAsync();

        Assert.Equal(RunState.Expired, (await rig.ReadAsync(run)).State);
        Assert.Equal(0, rig.Action.Applies);
    }

    [Fact]
    public void Any_change_of_arguments_target_or_plan_changes_the_hash()
    {
        Prop.ForAll<string[], string[]>((a, b) =>
        {
            var (first, second) = (Make(a), Make(b));
            return PlanHash.Of(first.Call, first.Plan) == PlanHash.Of(second.Call, second.Plan) == Signature(first).SequenceEqual(Signature(second));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_a_plan_carries_is_bound_too()
    {
        var plan = new ActionPlan("Would put 3 jobs back.");
        var (one, other) = (plan with { Carries = Carry("1") }, plan with { Carries = Carry("2") });

        Assert.Equal(3, new[] { plan, one, other }.Select(each => PlanHash.Of(FakeChange.Call, each)).Distinct().Count());
    }

    private static Dictionary<string, string> Carry(string text) => new() { ["read at"] = text };

    private static (ActionCall Call, ActionPlan Plan) Make(string?[] parts)
    {
        string Part(int index) => parts.ElementAtOrDefault(index) ?? "";
        return (
            FakeChange.Call with { Target = Part(0), Arguments = new Dictionary<string, string> { ["pattern"] = Part(1) } },
            new ActionPlan(Part(2))
            {
                Notes = [Part(3), Part(4)],
                Pins = new Dictionary<string, string> { ["server"] = Part(5) },
                CannotBeUndone = Part(6),
                Risk = Part(9).Length > 0 ? Risk.Destructive : Risk.Observe,
                Figures = [new PlanFigure(Part(7), parts.Length, Part(8), 0.5)],
                Carries = Carry(Part(10)),
            });
    }

    private static IEnumerable<string> Signature((ActionCall Call, ActionPlan Plan) pair) =>
        [
            pair.Call.Target, pair.Call["pattern"], pair.Plan.Summary, .. pair.Plan.Notes, pair.Plan.Pins["server"], pair.Plan.CannotBeUndone ?? "",
            pair.Plan.Risk.ToString(), pair.Plan.Carries["read at"],
            .. pair.Plan.Figures.Select(figure => figure.Name + "\0" + figure.Value + "\0" + figure.Unit),
        ];
}
