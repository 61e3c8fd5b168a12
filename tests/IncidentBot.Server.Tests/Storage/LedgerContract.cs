using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

public abstract class LedgerContract(TestStore store) : StoreContract(store)
{
    private IIncidentStore Incidents => Here.GetRequiredService<IIncidentStore>();

    private IRunStore Runs => Here.GetRequiredService<IRunStore>();

    private IInbox Inbox => Here.GetRequiredService<IInbox>();

    private ISchedule Schedule => Here.GetRequiredService<ISchedule>();

    /// <summary>A commit that writes to every table.</summary>
    private static Changes Everything(Incident incident, Run run) => new()
    {
        Incident = incident,
        Run = run,
        Pin = Some.Pin($"# {incident.Label}"),
        Timeline = [Some.Entry(incident.Id)],
        Audit = [Some.Audited()],
        Say = [Some.Post("Opened")],
        Schedule = [Some.Soak($"soak:{incident.Id.Value}", Some.In(60))],
    };

    [Fact]
    public async Task One_commit_writes_everything()
    {
        await Inbox.AddAsync(Some.Message("m1"), Ct);

        await CommitAsync(Everything(Some.Incident(), Some.Run()) with { Consumes = "m1" });

        Assert.Equal("incidents 1, timeline 1, runs 1, runbooks 1, audit_entries 1, outbox 1, schedule 1, inbox where finished 1", await RowsAsync());
    }

    [Fact]
    public async Task The_store_counts_the_versions()
    {
        var (incident, run) = (Some.Incident(), Some.Run());
        await CommitAsync(new Changes { Incident = incident, Run = run });
        await CommitAsync(new Changes { Incident = incident with { Version = 1, Title = "New" }, Run = run with { Version = 1 } });

        var saved = await Incidents.FindAsync(incident.Id, Ct);
        Assert.Equal(("New", 2), (saved!.Title, saved.Version));
        Assert.Equal(2, (await Runs.FindAsync(run.Id, Ct))!.Version);
    }

    [Fact]
    public async Task A_stale_incident_is_refused_and_nothing_is_written()
    {
        var incident = Some.Incident();
        await Inbox.AddAsync(Some.Message("m1"), Ct);
        await CommitAsync(new Changes { Incident = incident });
        await CommitAsync(new Changes { Incident = incident with { Version = 1, Title = "First" } });
        var before = await RowsAsync();

        var result = await Ledger.CommitAsync(Everything(incident with { Version = 1, Title = "Second" }, Some.Run()) with { Consumes = "m1" }, Ct);

        Assert.Equal(CommitResult.Stale, result);
        Assert.Equal(before, await RowsAsync());
        Assert.Equal("First", (await Incidents.FindAsync(incident.Id, Ct))!.Title);
        Assert.NotNull(await Inbox.ClaimAsync(Some.Now, Some.In(30), Ct));
    }

    [Fact]
    public async Task A_stale_run_is_refused_and_nothing_is_written()
    {
        var run = Some.Run();
        await CommitAsync(new Changes { Run = run });
        await CommitAsync(new Changes { Run = run with { Version = 1, State = RunState.Cancelled } });
        var before = await RowsAsync();

        Assert.Equal(CommitResult.Stale, await Ledger.CommitAsync(Everything(Some.Incident(), run with { Version = 1 }), Ct));
        Assert.Equal(before, await RowsAsync());
    }

    [Fact]
    public async Task What_is_there_already_cannot_be_inserted_again()
    {
        var (incident, run) = (Some.Incident(), Some.Run());
        await CommitAsync(new Changes { Incident = incident, Run = run });

        Assert.Equal(CommitResult.Stale, await Ledger.CommitAsync(new Changes { Incident = incident }, Ct));
        Assert.Equal(CommitResult.Stale, await Ledger.CommitAsync(new Changes { Run = run }, Ct));
    }

    [Fact]
    public async Task A_request_is_answered_once()
    {
        await Inbox.AddAsync(Some.Message("m1"), Ct);
        await CommitAsync(new Changes { Consumes = "m1", Say = [Some.Post("PONG")] });
        var before = await RowsAsync();

        Assert.Equal(CommitResult.AlreadyDone, await Ledger.CommitAsync(Everything(Some.Incident(), Some.Run()) with { Consumes = "m1" }, Ct));
        Assert.Equal(CommitResult.AlreadyDone, await Ledger.CommitAsync(Everything(Some.Incident(), Some.Run()) with { Consumes = "never received" }, Ct));
        Assert.Equal(before, await RowsAsync());
    }

    [Fact]
    public async Task An_appointment_is_carried_out_once()
    {
        await CommitAsync(new Changes { Schedule = [Some.Soak("soak", Some.Now)] });
        var item = await Schedule.ClaimAsync(Some.Now, Some.In(30), Ct);
        await CommitAsync(new Changes { Completes = item!.Id });
        var before = await RowsAsync();

        Assert.Equal(CommitResult.AlreadyDone, await Ledger.CommitAsync(Everything(Some.Incident(), Some.Run()) with { Completes = item.Id }, Ct));
        Assert.Equal(before, await RowsAsync());
    }

    [Fact]
    public async Task An_appointment_that_was_replaced_or_dropped_meanwhile_is_dealt_with()
    {
        await CommitAsync(new Changes { Schedule = [Some.Soak("a", Some.Now), Some.Soak("b", Some.Now)] });
        var first = await Schedule.ClaimAsync(Some.Now, Some.In(30), Ct);
        var second = await Schedule.ClaimAsync(Some.Now, Some.In(30), Ct);
        await CommitAsync(new Changes { Schedule = [Some.Soak("a", Some.In(60))], Unschedule = ["b"] });

        Assert.Equal(CommitResult.AlreadyDone, await Ledger.CommitAsync(new Changes { Completes = first!.Id }, Ct));
        Assert.Equal(CommitResult.AlreadyDone, await Ledger.CommitAsync(new Changes { Completes = second!.Id }, Ct));
        Assert.Equal(1, await CountAsync("schedule"));
    }

    [Fact]
    public async Task Carrying_out_an_appointment_can_make_the_next_one_of_its_key()
    {
        await CommitAsync(new Changes { Schedule = [Some.Soak("soak", Some.Now)] });
        var item = await Schedule.ClaimAsync(Some.Now, Some.In(30), Ct);

        await CommitAsync(new Changes { Completes = item!.Id, Schedule = [Some.Soak("soak", Some.In(10))] });

        Assert.Equal(Some.In(10), await Schedule.NextDueAsync(Ct));
    }

    [Theory]
    [InlineData(RunState.Running)]
    [InlineData(RunState.Unknown)]
    public async Task A_held_target_is_not_given_to_a_second_run(RunState holding)
    {
        var holder = Some.Run("primary", RunState.Running);
        await CommitAsync(new Changes { Run = holder });
        await CommitAsync(new Changes { Run = holder with { Version = 1, State = holding } });
        var waiting = Some.Run("primary");
        await CommitAsync(new Changes { Run = waiting });
        var before = await RowsAsync();
        var starting = waiting with { Version = 1, State = RunState.Running, Lease = new RunLease("replica-2", Some.In(30)) };

        Assert.Equal(CommitResult.TargetHeld, await Ledger.CommitAsync(Everything(Some.Incident(), starting), Ct));
        Assert.Equal(CommitResult.TargetHeld, await Ledger.CommitAsync(Everything(Some.Incident(), Some.Run("primary", RunState.Running)), Ct));
        Assert.Equal(before, await RowsAsync());
        await CommitAsync(new Changes { Run = Some.Run("replica", RunState.Running) });

        await CommitAsync(new Changes { Run = holder with { Version = 2, State = RunState.Succeeded, Lease = null } });
        await CommitAsync(new Changes { Run = starting });
    }

    [Fact]
    public async Task Timeline_entries_are_numbered_within_their_incident()
    {
        var (one, other) = (Some.Incident(), Some.Incident());
        await CommitAsync(new Changes { Incident = one, Timeline = [Some.Entry(one.Id, "a"), Some.Entry(one.Id, "b")] });
        await CommitAsync(new Changes { Incident = other, Timeline = [Some.Entry(other.Id, "x"), Some.Entry(one.Id, "c")] });

        Assert.Equal(["1 a", "2 b", "3 c"], (await Incidents.WholeTimelineAsync(one.Id, Ct)).Select(entry => $"{entry.Sequence} {entry.Text}"));
        Assert.Equal(["1 x"], (await Incidents.WholeTimelineAsync(other.Id, Ct)).Select(entry => $"{entry.Sequence} {entry.Text}"));
    }

    [Fact]
    public async Task An_entry_for_an_incident_that_is_not_there_writes_nothing()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Ledger.CommitAsync(new Changes { Run = Some.Run(), Timeline = [Some.Entry(IncidentId.New(Some.Now))], Audit = [Some.Audited()] }, Ct));

        Assert.StartsWith("incidents 0, timeline 0, runs 0, runbooks 0, audit_entries 0", await RowsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_commits_on_one_version_exactly_one_wins()
    {
        var incident = Some.Incident();
        await CommitAsync(new Changes { Incident = incident });

        var results = await ParallelAsync(20, (replica, n) => replica.GetRequiredService<ILedger>().CommitAsync(
            new Changes
            {
                Incident = incident with { Version = 1, Title = $"{n}" },
                Timeline = [Some.Entry(incident.Id, $"{n}")],
                Audit = [Some.Audited($"{n}")],
                Say = [Some.Post($"{n}")],
            }, Ct));

        Assert.Equal(1, results.Count(result => result == CommitResult.Committed));
        Assert.Equal(19, results.Count(result => result == CommitResult.Stale));
        var winner = (await Incidents.FindAsync(incident.Id, Ct))!;
        Assert.Equal((2, $"{Array.IndexOf(results, CommitResult.Committed)}"), (winner.Version, winner.Title));
        Assert.Equal(winner.Title, Assert.Single(await Incidents.WholeTimelineAsync(incident.Id, Ct)).Text);
        Assert.Equal((1L, 1L), (await CountAsync("outbox"), await CountAsync("audit_entries")));
    }

    [Fact]
    public async Task Of_many_runs_that_start_at_once_one_holds_the_target()
    {
        var results = await ParallelAsync(
            10,
            (replica, _) => replica.GetRequiredService<ILedger>().CommitAsync(new Changes { Run = Some.Run("primary", RunState.Running) }, Ct));

        Assert.Equal(1, results.Count(result => result == CommitResult.Committed));
        Assert.Equal(9, results.Count(result => result == CommitResult.TargetHeld));
        Assert.Equal(1, await CountAsync("runs"));
    }

    [Fact]
    public async Task A_request_that_two_workers_answer_at_once_is_answered_once()
    {
        await Inbox.AddAsync(Some.Message("m1"), Ct);

        var results = await ParallelAsync(
            8,
            (replica, n) => replica.GetRequiredService<ILedger>().CommitAsync(new Changes { Consumes = "m1", Say = [Some.Post($"{n}")] }, Ct));

        Assert.Equal(1, results.Count(result => result == CommitResult.Committed));
        Assert.Equal(1, await CountAsync("outbox"));
    }

    [Fact]
    public async Task Notes_written_at_once_get_numbers_without_a_gap()
    {
        var incident = Some.Incident();
        await CommitAsync(new Changes { Incident = incident });

        await ParallelAsync(20, (replica, n) => replica.GetRequiredService<ILedger>()
            .CommitAsync(new Changes { Timeline = [Some.Entry(incident.Id, $"{n}"), Some.Entry(incident.Id, $"{n}")] }, Ct));

        var entries = await Incidents.WholeTimelineAsync(incident.Id, Ct);
        Assert.Equal(Enumerable.Range(1, 40), entries.Select(entry => entry.Sequence));
        Assert.All(entries.Chunk(2), pair => Assert.Equal(pair[0].Text, pair[1].Text));
    }

    [Fact]
    public async Task A_worker_and_a_person_who_meet_on_one_incident_do_not_block_each_other()
    {
        var incident = Some.Incident();
        await CommitAsync(new Changes { Incident = incident });
        for (var version = 1; version <= 10; version++)
        {
            var read = incident with { Version = version };
            await CommitAsync(new Changes { Schedule = [Some.Soak("soak", Some.Now)] });
            var item = (await Schedule.ClaimAsync(Some.Now, Some.In(30), Ct))!;

            var results = await ParallelAsync(2, (replica, n) => replica.GetRequiredService<ILedger>().CommitAsync(
                n == 0
                    ? new Changes { Completes = item.Id, Incident = read, Schedule = [Some.Soak("soak", Some.In(30))] }
                    : new Changes { Unschedule = ["soak"], Incident = read }, Ct));

            Assert.Single(results, result => result == CommitResult.Committed);
            await CommitAsync(new Changes { Unschedule = ["soak"] });
        }
    }

    [Fact]
    public async Task Numbers_rise_from_one_in_each_series()
    {
        var numbers = await ParallelAsync(20, (replica, _) => replica.GetRequiredService<ILedger>().NextNumberAsync("incident", Ct));

        Assert.Equal(Enumerable.Range(1, 20), numbers.Order());
        Assert.Equal(1, await Ledger.NextNumberAsync("run", Ct));
        Assert.Equal(21, await Ledger.NextNumberAsync("incident", Ct));
    }

    [Theory]
    [InlineData("delete from audit_head")]
    [InlineData("update audit_head set sequence = 0")]
    [InlineData("update audit_head set seal = 'forged'")]
    public async Task What_cannot_be_audited_is_not_written(string damage)
    {
        await CommitAsync(new Changes { Audit = [Some.Audited()] });
        await SqlAsync(damage);
        var before = await RowsAsync();

        await Assert.ThrowsAsync<AuditTamperedException>(() => Ledger.CommitAsync(Everything(Some.Incident(), Some.Run()), Ct));

        Assert.Equal(before, await RowsAsync());
    }

    [Fact]
    public async Task Text_that_one_engine_would_refuse_is_cleaned_in_both()
    {
        var incident = Some.Incident() with { Title = "a\0b\ud800c", Roles = new Dictionary<IncidentRole, PersonId> { [IncidentRole.Scribe] = new("\0") } };
        await CommitAsync(
            new Changes { Incident = incident, Say = [Some.Post("\0")], Audit = [Some.Audited("\0")], Timeline = [Some.Entry(incident.Id, "\0")] });

        Assert.Equal("a\uFFFDb\uFFFDc", (await Incidents.FindAsync(incident.Id, Ct))!.Title);
        Assert.Equal(Receipt.New, await Inbox.AddAsync(Some.Message("key\0", "user\0", "text\0"), Ct));
        Assert.Equal("text\uFFFD", (await Inbox.ClaimAsync(Some.Now, Some.In(30), Ct))!.Message.Text);
    }

    [Fact]
    public async Task A_commit_that_was_called_off_writes_nothing()
    {
        using var off = new CancellationTokenSource();
        await off.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Ledger.CommitAsync(Everything(Some.Incident(), Some.Run()), off.Token));

        Assert.StartsWith("incidents 0", await RowsAsync(), StringComparison.Ordinal);
    }
}
