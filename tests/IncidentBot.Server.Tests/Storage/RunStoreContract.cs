using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

public abstract class RunStoreContract(TestStore store) : StoreContract(store)
{
    private static readonly RunLease Longer = new("replica-1", Some.In(60));

    private IRunStore Runs => There.GetRequiredService<IRunStore>();

    private async Task<Run> SavedAsync(Run run)
    {
        await CommitAsync(new Changes { Run = run });
        return run with { Version = run.Version + 1 };
    }

    private async Task<IReadOnlyList<Run>> UnsettledAsync(int limit) =>
        (await Runs.ListAsync(new RunQuery(Reader.Bot) { UnsettledOnly = true, Limit = limit }, Ct)).Items;

    [Fact]
    public async Task Any_run_comes_back_as_it_was_saved()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var run = await SavedAsync(new Some(seed).AnyRun());

            Assert.Equivalent(run, await Runs.FindAsync(run.Id, Ct), strict: true);
        }
    }

    [Fact]
    public async Task A_run_is_found_by_id_and_by_number()
    {
        var run = await SavedAsync(Some.Run());

        Assert.Equal(run.Id, (await Runs.FindAsync(run.Number, Ct))!.Id);
        Assert.Null(await Runs.FindAsync(int.MaxValue, Ct));
        Assert.Null(await Runs.FindAsync(RunId.New(Some.Now), Ct));
    }

    [Fact]
    public async Task The_holder_of_a_target_is_the_run_that_runs_or_ended_unknown()
    {
        await SavedAsync(Some.Run());
        Assert.Null(await Runs.HolderOfAsync("redis primary", Ct));

        var run = await SavedAsync(Some.Run("primary", RunState.Running));
        Assert.Equal(run.Id, (await Runs.HolderOfAsync("redis primary", Ct))!.Id);
        Assert.Null(await Runs.HolderOfAsync("redis replica", Ct));

        run = await SavedAsync(run with { State = RunState.Unknown });
        Assert.Equal(run.Id, (await Runs.HolderOfAsync("redis primary", Ct))!.Id);

        await SavedAsync(run with { State = RunState.Failed, Lease = null });
        Assert.Null(await Runs.HolderOfAsync("redis primary", Ct));
    }

    [Fact]
    public async Task A_host_and_a_redis_of_one_name_are_held_at_once_and_a_queue_waits_for_its_redis()
    {
        var redis = Of("redis.clear-cache") with { Lock = "redis primary" };
        var queue = Of("queue.clean") with { Lock = "redis primary" };
        var host = Of("host.restart");
        await SavedAsync(redis);

        Assert.Equal(CommitResult.TargetHeld, await Ledger.CommitAsync(new Changes { Run = queue }, Ct));
        Assert.Equal(CommitResult.Committed, await Ledger.CommitAsync(new Changes { Run = host }, Ct));
        Assert.Equal(redis.Id, (await Runs.HolderOfAsync(queue.Lock, Ct))!.Id);
        Assert.Equal(host.Id, (await Runs.HolderOfAsync(host.Lock, Ct))!.Id);

        static Run Of(string action) =>
            Some.Run("primary", RunState.Running) is var run ? run with { Call = run.Call with { Action = new ActionId(action) } } : null!;
    }

    [Fact]
    public async Task The_runs_of_an_incident_come_in_the_order_they_were_asked_for()
    {
        var incident = IncidentId.New(Some.Now);
        var first = await SavedAsync(Some.Run() with { Incident = incident });
        await SavedAsync(Some.Run());
        var second = await SavedAsync(Some.Run() with { Incident = incident });

        Assert.Equal([first.Number, second.Number], (await Runs.OfIncidentAsync(incident, Ct)).Select(run => run.Number));
    }

    [Fact]
    public async Task Unsettled_runs_are_those_not_over_and_those_not_reviewed()
    {
        var expected = new List<int>();
        foreach (var state in Enum.GetValues<RunState>())
        {
            var run = await SavedAsync(Some.Run($"target of {state}", state));
            if (state is RunState.AwaitingConfirmation or RunState.AwaitingApproval or RunState.Approved or RunState.Running or RunState.Unknown)
            {
                expected.Insert(0, run.Number);
            }
        }

        var broken =
            await SavedAsync(Some.Run("x", RunState.Succeeded) with { Approval = new Approval(Some.Ada, Some.Now, "7", BreakGlass: true, "nobody answered") });
        expected.Insert(0, broken.Number);

        Assert.Equal(expected, (await UnsettledAsync(100)).Select(run => run.Number));
        Assert.Equal(expected.Take(2), (await UnsettledAsync(2)).Select(run => run.Number));

        await SavedAsync(broken with { ReviewedBy = Some.Ada });
        Assert.DoesNotContain(await UnsettledAsync(100), run => run.Number == broken.Number);
    }

    [Fact]
    public async Task Runs_that_are_running_are_found_with_their_leases()
    {
        var run = await SavedAsync(Some.Run("primary", RunState.Running));
        await SavedAsync(Some.Run("other", RunState.Unknown));

        Assert.Equal((run.Id, run.Lease), Of(Assert.Single(await Runs.RunningAsync(Ct))));

        await Runs.ReportProgressAsync(run.Id, Longer, null, Ct);
        Assert.Equal((run.Id, Longer), Of(Assert.Single(await Runs.RunningAsync(Ct))));

        static (RunId, RunLease?) Of(Run run) => (run.Id, run.Lease);
    }

    [Theory]
    [InlineData(-15)]
    [InlineData(2)]
    [InlineData(15)]
    [InlineData(120)]
    public async Task A_replica_whose_clock_differs_leaves_a_run_that_lives_and_finds_one_that_does_not(int secondsAhead)
    {
        var now = TimeProvider.System.GetUtcNow();
        var run = await SavedAsync(Some.Run("primary", RunState.Running) with { Lease = new RunLease("replica-1", now.AddSeconds(10)) });
        var abandoned = new AbandonedRuns(Runs, There.GetRequiredService<ILedger>(), new OtherClock(TimeSpan.FromSeconds(secondsAhead)));

        for (var second = 1; second <= 60; second++)
        {
            Assert.Equal(0, await abandoned.SweepAsync(Ct));
            if (second % (AbandonedRuns.Looks - 1) == 0)
            {
                var lease = new RunLease("replica-1", now.AddSeconds(second + 10));
                Assert.False(await Here.GetRequiredService<IRunStore>().ReportProgressAsync(run.Id, lease, null, Ct));
            }
        }

        var looks = 0;
        while (await abandoned.SweepAsync(Ct) == 0)
        {
            Assert.InRange(++looks, 1, AbandonedRuns.Looks);
        }

        Assert.Equal(RunState.Unknown, (await Runs.FindAsync(run.Id, Ct))!.State);
    }

    [Fact]
    public async Task Progress_is_stored_without_a_new_version()
    {
        var run = await SavedAsync(Some.Run("primary", RunState.Running));

        Assert.False(await Runs.ReportProgressAsync(run.Id, Longer, new RunProgress("520,000 keys", 0.43), Ct));
        Assert.False(await Runs.ReportProgressAsync(run.Id, Longer with { Until = Some.In(90) }, null, Ct));

        var stored = (await Runs.FindAsync(run.Id, Ct))!;
        Assert.Equal((1, new RunProgress("520,000 keys", 0.43), new RunLease("replica-1", Some.In(90))), (stored.Version, stored.Progress, stored.Lease));
        await SavedAsync(run with { State = RunState.Succeeded, Lease = null });
    }

    [Fact]
    public async Task A_lost_lease_is_noticed()
    {
        var run = await SavedAsync(Some.Run("primary", RunState.Running));

        Assert.Null(await Runs.ReportProgressAsync(run.Id, new RunLease("replica-2", Some.In(60)), new RunProgress("x", 1), Ct));
        Assert.Null(await Runs.ReportProgressAsync(RunId.New(Some.Now), Longer, null, Ct));
        Assert.Null((await Runs.FindAsync(run.Id, Ct))!.Progress);

        await SavedAsync(run with { State = RunState.Unknown });
        Assert.Null(await Runs.ReportProgressAsync(run.Id, Longer, null, Ct));
    }

    [Fact]
    public async Task A_running_run_hears_that_it_should_stop()
    {
        var run = await SavedAsync(Some.Run("primary", RunState.Running));

        Assert.True(await Runs.RequestCancelAsync(run.Id, Ct));

        Assert.True(await Runs.ReportProgressAsync(run.Id, Longer, null, Ct));
        await SavedAsync(run with { State = RunState.Cancelled, Lease = null });
        Assert.True((await Runs.FindAsync(run.Id, Ct))!.CancelRequested);
    }

    [Fact]
    public async Task Only_a_running_run_can_be_asked_to_stop()
    {
        var run = await SavedAsync(Some.Run());

        Assert.False(await Runs.RequestCancelAsync(run.Id, Ct));
        Assert.False(await Runs.RequestCancelAsync(RunId.New(Some.Now), Ct));
        Assert.False((await Runs.FindAsync(run.Id, Ct))!.CancelRequested);
    }
}
