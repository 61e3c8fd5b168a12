using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Messages;
using IncidentBot.Tests.Support;
using static IncidentBot.Actions.RunState;
using static IncidentBot.Execution.RunTrigger;

namespace IncidentBot.Tests.Execution;

public sealed class RunLifecycleTests
{
    private const string Hash = "7777777777777777777777777777777777777777777777777777777777777777";

    private static readonly DateTimeOffset Later = Some.Night.AddMinutes(7);

    /// <summary>Everything that is allowed for a run that destroys nothing; what is not listed is refused.</summary>
    private static readonly Dictionary<(RunState, RunTrigger), RunState> Table = new()
    {
        [(Planned, Offer)] = AwaitingConfirmation,
        [(AwaitingConfirmation, Confirm)] = RunState.Approved,
        [(AwaitingConfirmation, Reject)] = Rejected,
        [(AwaitingConfirmation, Cancel)] = Cancelled,
        [(AwaitingConfirmation, Expire)] = Expired,
        [(AwaitingApproval, Approve)] = RunState.Approved,
        [(AwaitingApproval, Reject)] = Rejected,
        [(AwaitingApproval, Cancel)] = Cancelled,
        [(AwaitingApproval, Expire)] = Expired,
        [(RunState.Approved, Start)] = Running,
        [(RunState.Approved, Cancel)] = Cancelled,
        [(RunState.Approved, Expire)] = Expired,
        [(Running, Offer)] = AwaitingConfirmation,
        [(Running, Succeed)] = Succeeded,
        [(Running, Fail)] = Failed,
        [(Running, Cancel)] = Cancelled,
        [(Running, Lose)] = Unknown,
        [(Unknown, Succeed)] = Succeeded,
        [(Unknown, Fail)] = Failed,
        [(Unknown, Cancel)] = Cancelled,
    };

    public static TheoryData<RunState, RunTrigger> EveryPair =>
        new MatrixTheoryData<RunState, RunTrigger>(Enum.GetValues<RunState>(), Enum.GetValues<RunTrigger>());

    [Theory]
    [MemberData(nameof(EveryPair))]
    public void Every_pair_of_state_and_trigger_goes_where_the_table_says_or_is_refused(RunState from, RunTrigger trigger)
    {
        var run = In(from);
        var allowed = Table.TryGetValue((from, trigger), out var to);

        Assert.Equal(allowed, RunLifecycle.Allows(run, trigger, Later));
        if (allowed)
        {
            Assert.Equal(to, RunLifecycle.Fire(run, trigger, Later).State);
        }
        else
        {
            var refused = Assert.Throws<InvalidOperationException>(() => RunLifecycle.Fire(run, trigger, Later));
            Assert.Equal($"R-12 is {from} and cannot {trigger}.", refused.Message);
        }

        Assert.Equal(from, run.State);
    }

    [Theory]
    [InlineData(Planned)]
    [InlineData(Running)]
    public void What_destroys_is_offered_to_a_second_person(RunState from) =>
        Assert.Equal(AwaitingApproval, RunLifecycle.Fire(In(from) with { Risk = Risk.Destructive }, Offer, Later).State);

    [Fact]
    public void What_destroys_is_never_just_confirmed() => Assert.Equal(
        "R-12 is AwaitingConfirmation and cannot Confirm. Needed: it destroys nothing: whoever asked confirms it.",
        Assert.Throws<InvalidOperationException>(() => RunLifecycle.Fire(In(AwaitingConfirmation) with { Risk = Risk.Destructive }, Confirm, Later)).Message);

    [Theory]
    [InlineData(AwaitingConfirmation, Confirm)]
    [InlineData(AwaitingApproval, Approve)]
    [InlineData(RunState.Approved, Start)]
    public void Only_an_approval_of_exactly_this_plan_that_has_not_run_out_goes_on(RunState from, RunTrigger trigger)
    {
        var run = In(from);

        Assert.True(RunLifecycle.Allows(run, trigger, Later));
        Assert.False(RunLifecycle.Allows(run with { Approval = null }, trigger, Later));
        Assert.False(RunLifecycle.Allows(run with { PlanHash = Hash.Replace('7', '8') }, trigger, Later));
        Assert.False(RunLifecycle.Allows(run with { ValidUntil = Later }, trigger, Later));
    }

    [Fact]
    public void A_state_ends_what_belonged_to_the_one_before()
    {
        var busy = In(Running) with
        {
            Lease = new RunLease("replica-1", Later),
            StartedAt = Some.Night,
            Progress = new RunProgress("half", 0.5),
            CancelRequested = true,
        };

        var again = RunLifecycle.Fire(busy, Offer, Later);
        Assert.Equal((null, null, null, null), (again.Approval, again.Lease, again.StartedAt, again.Progress));

        var ended = RunLifecycle.Fire(busy, Succeed, Later);
        Assert.Equal((null, Later, Some.Night), (ended.Lease, ended.EndedAt, ended.StartedAt));

        var lost = RunLifecycle.Fire(busy, Lose, Later);
        Assert.Equal((null, null), (lost.Lease, lost.EndedAt));
        Assert.NotNull(lost.Progress);

        var started = RunLifecycle.Fire(busy with { State = RunState.Approved }, Start, Later);
        Assert.Equal((Later, null, false), (started.StartedAt, started.Progress, started.CancelRequested));
    }

    [Fact]
    public void The_names_for_states_divide_them_as_the_table_does()
    {
        foreach (var run in Enum.GetValues<RunState>().Select(In))
        {
            Assert.Equal(Table.Keys.Any(key => key.Item1 == run.State && key.Item2 is Reject), run.IsWaiting);
            Assert.Equal(!Table.Keys.Any(key => key.Item1 == run.State), run.IsOver);
            Assert.Equal(run.State is not Planned && !run.IsOver, run.IsUnsettled);
            Assert.Equal(run.IsUnsettled && run.State is not Unknown, run.IsUnderWay);
        }
    }

    [Fact]
    public void Nothing_but_the_lifecycle_sets_the_state_of_a_run() =>
        Assert.Equal([nameof(RunLifecycle)], Callers.Of(typeof(Run).GetProperty(nameof(Run.State))!.SetMethod!).Distinct());

    [Fact]
    public void The_README_shows_the_machine_as_it_is()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "src/IncidentBot/Execution/README.md")).ReplaceLineEndings("\n");

        Assert.Contains($"```mermaid\n{RunLifecycle.Diagram()}\n```", readme);
    }

    /// <summary>Puts a run anywhere; in the product only the lifecycle does that.</summary>
    private static Run In(RunState state) => new()
    {
        Id = new RunId(Guid.Empty),
        Number = 12,
        Call = FakeChange.Call,
        Risk = Risk.Change,
        State = state,
        Plan = new ActionPlan("Would do it."),
        PlanHash = Hash,
        ValidUntil = Later.AddMinutes(1),
        RequestedBy = Some.Ada.Id,
        RequestedAt = Some.Night,
        Channel = new ChannelRef("local", "", "ops"),
        Approval = new Approval(Some.Ada.Id, Some.Night, Hash, BreakGlass: false, null),
    };
}
