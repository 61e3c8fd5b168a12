using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.People;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

/// <summary>What lists may ask for, of every store there is.</summary>
public abstract class QueryContract : IAsyncLifetime
{
    private static readonly PersonId Grace = new("grace");
    private static readonly PersonId Olga = new("slack:T1:U9") { Name = "Olga" };

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ILedger Ledger { get; set; } = null!;
    private IIncidentStore Incidents { get; set; } = null!;
    private IRunStore Runs { get; set; } = null!;
    private IAuditStore Audit { get; set; } = null!;

    protected abstract Task<(ILedger Ledger, IIncidentStore Incidents, IRunStore Runs, IAuditStore Audit)> OpenAsync();

    public async ValueTask InitializeAsync() => (Ledger, Incidents, Runs, Audit) = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Each_filter_finds_what_it_names_and_counts_it()
    {
        var mitigating = await SavedAsync(Some.Incident() with { State = IncidentState.Mitigating, Title = "Publishing is stuck" });
        var minor = await SavedAsync(Some.Incident() with { Severity = Severity.P2 });
        var drill = await SavedAsync(Some.Incident() with { Kind = IncidentKind.Drill });
        var elsewhere = await SavedAsync(Some.Incident() with { Target = new("redis", "sessions") });
        var ended = await SavedAsync(Some.Incident() with { State = IncidentState.Closed });
        var affecting = await SavedAsync(Some.Incident() with { Runbook = Runbook("Publishing", "Rate limits") });
        var later = await SavedAsync(Some.Incident() with { OpenedAt = Some.In(3600) });
        var graces = await SavedAsync(Some.Incident() with { OpenedBy = Grace });

        await FindsAsync(new(Reader.Bot) { State = IncidentState.Mitigating }, mitigating);
        await FindsAsync(new(Reader.Bot) { Severity = Severity.P2 }, minor);
        await FindsAsync(new(Reader.Bot) { Kind = IncidentKind.Drill }, drill);
        await FindsAsync(new(Reader.Bot) { Target = "sessions" }, elsewhere);
        await FindsAsync(new(Reader.Bot) { State = IncidentState.Closed }, ended);
        await FindsAsync(new(Reader.Bot) { Service = "publishing" }, affecting);
        await FindsAsync(new(Reader.Bot) { Service = "RATE LIMITS" }, affecting);
        await FindsAsync(new(Reader.Bot) { From = Some.In(3600) }, later);
        await FindsAsync(new(Reader.Bot) { Person = Grace }, graces);
        await FindsAsync(new(Reader.Bot) { Text = "publish" }, mitigating);
        await FindsAsync(new(Reader.Bot) { OpenOnly = true }, graces, later, affecting, elsewhere, drill, minor, mitigating);
        await FindsAsync(new(Reader.Bot) { Until = Some.In(3600) }, graces, affecting, ended, elsewhere, drill, minor, mitigating);
        await FindsAsync(new(Reader.Bot) { Target = "nowhere" });
    }

    [Fact]
    public async Task Filters_are_all_meant_at_once()
    {
        var (from, until) = (Some.In(10), Some.In(20));
        var right = Some.Incident() with
        {
            OpenedAt = Some.In(15),
            Target = new("redis", "sessions"),
            Severity = Severity.P1,
            OpenedBy = Grace,
            Title = "Sessions are lost",
            Runbook = Runbook("Login"),
        };
        await SavedAsync(right with { Id = IncidentId.New(Some.Now), Number = Some.Incident().Number, Target = new("redis", "primary") });
        await SavedAsync(right with { Id = IncidentId.New(Some.Now), Number = Some.Incident().Number, OpenedAt = Some.In(20) });
        await SavedAsync(right with { Id = IncidentId.New(Some.Now), Number = Some.Incident().Number, OpenedBy = Some.Ada });
        await SavedAsync(right with { Id = IncidentId.New(Some.Now), Number = Some.Incident().Number, Title = "Session" });
        await SavedAsync(right with { Id = IncidentId.New(Some.Now), Number = Some.Incident().Number, Runbook = null });
        await SavedAsync(right);

        var all = new IncidentQuery(Reader.Bot)
        {
            OpenOnly = true,
            Target = "sessions",
            Severity = Severity.P1,
            Person = Grace,
            Service = "login",
            Text = "lost sess",
        };
        await FindsAsync(all with { From = from, Until = until }, right);
    }

    [Fact]
    public async Task Everybody_with_a_part_in_an_incident_finds_it_for_as_long_as_they_have_it()
    {
        var opened = await SavedAsync(Some.Incident() with { OpenedBy = Olga });
        var acknowledged = await SavedAsync(Some.Incident() with { AcknowledgedBy = Olga });
        var assigned = await SavedAsync(Some.Incident() with { Assignee = Olga });
        var led = await SavedAsync(
            Some.Incident() with { Roles = new Dictionary<IncidentRole, PersonId> { [IncidentRole.Scribe] = Olga, [IncidentRole.Liaison] = Grace } });
        var invited = await SavedAsync(Some.Incident() with { Invited = [Olga] });
        await FindsAsync(new(Reader.Bot) { Person = Olga }, invited, led, assigned, acknowledged, opened);

        await SavedAsync(assigned with { Assignee = Grace });

        await FindsAsync(new(Reader.Bot) { Person = Olga }, invited, led, acknowledged, opened);
        await FindsAsync(new(Reader.Bot) { Person = Grace }, led, assigned);
    }

    [Fact]
    public async Task A_private_incident_is_neither_found_nor_counted_for_anybody_without_a_part_in_it()
    {
        var open = await SavedAsync(Some.Incident());
        var closed = await SavedAsync(
            Some.Incident() with { IsPrivate = true, Invited = [Grace], Title = "Payroll leaked", Runbook = Runbook("Payroll"), OpenedAt = Some.In(60) });
        await CommitAsync(new Changes { Run = Some.Run("secret") with { Incident = closed.Id } });
        await CommitAsync(new Changes { Run = Some.Run("public") with { Incident = open.Id } });
        await CommitAsync(new Changes { Run = Some.Run("free") });
        var stranger = Reader.Of(Person("eve", Permissions.Observe | Permissions.Respond | Permissions.Approve));

        await FindsAsync(new(stranger), open);
        await FindsAsync(new(stranger) { Text = "payroll" });
        await FindsAsync(new(stranger) { Person = Grace });
        await FindsAsync(new(stranger) { Service = "payroll" });
        await FindsAsync(new(stranger) { From = Some.In(60) });
        await FindsAsync(
            new(stranger) { Target = "primary", State = IncidentState.Declared, Severity = Severity.P0, Kind = IncidentKind.Real, OpenOnly = true },
            open);
        await FindsAsync(new(Reader.Of(Person("grace", Permissions.Observe))), closed, open);
        await FindsAsync(new(Reader.Of(Person("root", Permissions.Administer))), closed, open);
        await FindsAsync(new(Reader.Bot), closed, open);

        Assert.Equal(["free", "public"], await TargetsAsync(new RunQuery(stranger)));
        Assert.Equal(["free", "public", "secret"], await TargetsAsync(new RunQuery(Reader.Of(Person("grace", Permissions.Observe)))));
    }

    [Theory]
    [InlineData("redis", true)]
    [InlineData("REDIS", true)]
    [InlineData("red", true)]
    [InlineData("edis", false)]
    [InlineData("memory redis", true)]
    [InlineData("memory postgres", false)]
    [InlineData("rl", true)]
    [InlineData("rl:*", true)]
    [InlineData("out-of", true)]
    [InlineData("512", true)]
    [InlineData("51", true)]
    [InlineData("12", false)]
    [InlineData("example", true)]
    [InlineData("2x", true)]
    [InlineData("żó", true)]
    [InlineData("日本", true)]
    [InlineData("under", true)]
    [InlineData("score", true)]
    [InlineData("'); drop table incidents; --", false)]
    [InlineData("\"redis\" & | ! (", true)]
    [InlineData("?!", true)]
    public async Task Text_is_found_by_the_beginnings_of_its_words(string typed, bool isFound)
    {
        // Its number is looked for as well, and must not begin as what is typed.
        var incident = Some.Incident() with { Title = "Redis (primary.example.com:6379) out-of-memory: rl:* 512/512 MB, 2x żółć 日本語 under_score" };
        incident = await SavedAsync(incident with { Number = 700_000 + incident.Number });

        await FindsAsync(new(Reader.Bot) { Text = typed }, isFound ? [incident] : []);
    }

    [Fact]
    public async Task An_incident_is_found_by_its_label_and_by_the_title_it_has_now()
    {
        var incident = await SavedAsync(Some.Incident() with { Title = "Something is odd" });
        await FindsAsync(new(Reader.Bot) { Text = incident.Label }, incident);
        await FindsAsync(new(Reader.Bot) { Text = $"{incident.Number} odd" }, incident);

        await SavedAsync(incident with { Title = "Search is slow" });

        await FindsAsync(new(Reader.Bot) { Text = "odd" });
        await FindsAsync(new(Reader.Bot) { Text = "slow" }, incident);
    }

    [Fact]
    public async Task Pages_lead_through_everything_once_while_rows_are_added_and_changed()
    {
        var all = new List<Incident>();
        for (var n = 0; n < 7; n++)
        {
            all.Insert(0, await SavedAsync(Some.Incident() with { Title = "Redis is slow", AcknowledgedBy = Grace, OpenedAt = Some.In(n / 2) }));
        }

        IncidentQuery[] orders =
        [
            new(Reader.Bot),
            new(Reader.Bot) { Text = "slow" },
            new(Reader.Bot) { Person = Grace },
            new(Reader.Bot) { From = Some.Now, Until = Some.In(100) },
            new(Reader.Bot) { Text = "slow", From = Some.Now, Until = Some.In(100) },
        ];
        foreach (var order in orders)
        {
            var found = new List<int>();
            var query = order with { Limit = 2 };
            do
            {
                var page = await Incidents.ListAsync(query, Ct);
                found.AddRange(page.Items.Select(incident => incident.Number));
                query = query with { After = page.Next is { } next ? Cursor.TryRead(next.ToString()) : null };
                Assert.Equal(page.Next, query.After);
                await SavedAsync(Some.Incident() with { Title = "Redis is slow", AcknowledgedBy = Grace, OpenedAt = Some.In(200) });
                all[3] = await SavedAsync(all[3] with { Cause = "was changed" });
            }
            while (query.After is not null);

            Assert.Equal(all.Select(incident => incident.Number), found.Where(number => all.Exists(incident => incident.Number == number)));
            Assert.Equal(found.Distinct(), found);
        }
    }

    [Fact]
    public async Task The_last_page_says_that_it_is_the_last()
    {
        var (first, second) = (await SavedAsync(Some.Incident()), await SavedAsync(Some.Incident()));

        Assert.Null((await Incidents.ListAsync(new(Reader.Bot) { Limit = 2 }, Ct)).Next);
        var page = await Incidents.ListAsync(new(Reader.Bot) { Limit = 1 }, Ct);
        Assert.Equal([second.Number], page.Items.Select(incident => incident.Number));
        var last = await Incidents.ListAsync(new(Reader.Bot) { Limit = 1, After = page.Next }, Ct);
        Assert.Equal([first.Number], last.Items.Select(incident => incident.Number));
        Assert.Null(last.Next);
    }

    [Fact]
    public async Task By_words_an_incident_stands_where_its_number_is_also_in_a_span_of_time()
    {
        await SavedAsync(Some.Incident() with { Title = "Redis is slow", OpenedAt = Some.In(-10) });
        var first = await SavedAsync(Some.Incident() with { Title = "Redis is slow", OpenedAt = Some.In(30) });
        await SavedAsync(Some.Incident() with { Title = "Redis is slow", OpenedAt = Some.In(100) });
        await SavedAsync(Some.Incident() with { Title = "Redis is full", OpenedAt = Some.In(20) });
        var backfilled = await SavedAsync(Some.Incident() with { Title = "Redis is slow", OpenedAt = Some.In(20), Kind = IncidentKind.Backfilled });
        await SavedAsync(Some.Incident() with { Title = "Redis is slow", OpenedAt = Some.In(200) });

        await FindsAsync(new(Reader.Bot) { Text = "slow", From = Some.Now, Until = Some.In(100) }, backfilled, first);
        await FindsAsync(new(Reader.Bot) { Text = "slow", From = Some.In(500) });
    }

    [Fact]
    public async Task By_time_an_incident_stands_where_it_happened_whenever_it_was_written_down()
    {
        var early = await SavedAsync(Some.Incident() with { OpenedAt = Some.In(10) });
        var late = await SavedAsync(Some.Incident() with { OpenedAt = Some.In(30) });
        var backfilled = await SavedAsync(Some.Incident() with { OpenedAt = Some.In(20).ToOffset(TimeSpan.FromHours(5)), Kind = IncidentKind.Backfilled });

        await FindsAsync(new(Reader.Bot) { From = Some.Now }, late, backfilled, early);
        await FindsAsync(new(Reader.Bot) { From = Some.In(20), Until = Some.In(30) }, backfilled);
        await FindsAsync(new(Reader.Bot), backfilled, late, early);
    }

    [Fact]
    public async Task Each_filter_of_runs_finds_what_it_names_and_counts_it()
    {
        var incident = await SavedAsync(Some.Incident());
        var waiting = await SavedAsync(Some.Run("a", RunState.AwaitingApproval));
        var done = await SavedAsync(Some.Run("b", RunState.Succeeded) with { RequestedBy = Olga });
        var later = await SavedAsync(Some.Run("c", RunState.Failed) with { RequestedAt = Some.In(60) });
        var of = await SavedAsync(Some.Run("d", RunState.Rejected) with { Incident = incident.Id });
        var ping =
            await SavedAsync(Some.Run("e", RunState.Expired) with { Call = new ActionCall(new ActionId("redis.ping"), "e", new Dictionary<string, string>()) });

        await FindsRunsAsync(new RunQuery(Reader.Bot) { State = RunState.AwaitingApproval }, waiting);
        await FindsRunsAsync(new RunQuery(Reader.Bot) { UnsettledOnly = true }, waiting);
        await FindsRunsAsync(new RunQuery(Reader.Bot) { Target = "b" }, done);
        await FindsRunsAsync(new RunQuery(Reader.Bot) { RequestedBy = Olga }, done);
        await FindsRunsAsync(new RunQuery(Reader.Bot) { From = Some.In(60) }, later);
        await FindsRunsAsync(new RunQuery(Reader.Bot) { Incident = incident.Id }, of);
        await FindsRunsAsync(new RunQuery(Reader.Bot) { Action = new ActionId("redis.ping") }, ping);
        await FindsRunsAsync(new RunQuery(Reader.Bot) { Until = Some.In(60), Limit = 2 }, ping, of, done, waiting);
        await FindsRunsAsync(new RunQuery(Reader.Bot) { Limit = 2 }, ping, of, later, done, waiting);
    }

    [Fact]
    public async Task Each_filter_of_a_timeline_finds_what_it_names_in_either_direction()
    {
        var (incident, other) = (Some.Incident(), Some.Incident());
        TimelineEntry[] entries =
        [
            Some.Entry(incident.Id, "Redis ran out of memory"),
            Some.Entry(incident.Id, "rl:* grew") with { By = Olga },
            Some.Entry(incident.Id, "Nobody answered") with { By = null, What = new TimelineEvent.Escalated(1, TimeSpan.FromMinutes(5)) },
            Some.Entry(incident.Id, "Repaired") with { At = Some.In(60) },
        ];
        await CommitAsync(new Changes { Incident = incident, Timeline = entries });
        await CommitAsync(new Changes { Incident = other, Timeline = [Some.Entry(other.Id, "Redis elsewhere")] });
        var all = new TimelineQuery(incident.Id) { Limit = 2 };

        Assert.Equal([1, 2, 3, 4], await EntriesAsync(all));
        Assert.Equal([4, 3, 2, 1], await EntriesAsync(all with { NewestFirst = true }));
        Assert.Equal([1], await EntriesAsync(all with { NewestFirst = true, After = new Cursor(2) }));
        Assert.Equal([3], await EntriesAsync(all with { Kind = TimelineKind.Escalated }));
        Assert.Equal([2], await EntriesAsync(all with { Person = Olga }));
        Assert.Equal([4], await EntriesAsync(all with { From = Some.In(60) }));
        Assert.Equal([1, 2, 3], await EntriesAsync(all with { Until = Some.In(60) }));
        Assert.Equal([1], await EntriesAsync(all with { Text = "MEM red" }));
        Assert.Equal([2], await EntriesAsync(all with { Text = "rl:" }));
        Assert.Empty(await EntriesAsync(all with { Text = "emory" }));
        Assert.Empty(await EntriesAsync(new TimelineQuery(IncidentId.New(Some.Now))));
    }

    [Fact]
    public async Task A_timeline_is_read_whole_however_long_it_is_and_counted_only_so_far()
    {
        var incident = Some.Incident();
        await CommitAsync(new Changes { Incident = incident, Timeline = [.. Enumerable.Range(1, 1001).Select(n => Some.Entry(incident.Id, $"{n}"))] });

        Assert.Equal(Enumerable.Range(1, 1001), (await Incidents.WholeTimelineAsync(incident.Id, Ct)).Select(entry => entry.Sequence));
        Assert.Equal(new Counted(1000, OrMore: true), await Incidents.CountAsync(new TimelineQuery(incident.Id), Ct));
        Assert.Equal(new Counted(1, OrMore: false), await Incidents.CountAsync(new TimelineQuery(incident.Id) { Text = "1001" }, Ct));
    }

    [Fact]
    public async Task Each_filter_of_the_audit_finds_what_it_names_and_counts_it()
    {
        const string Odd = "\"kind\":\"Approved\" żółć + 'x' {}";
        var far = new string('x', 300);
        await CommitAsync(new Changes
        {
            Audit =
            [
                Some.Audited("R-1"),
                Some.Audited(Odd) with { Actor = null },
                Some.Audited("R-2") with { Kind = AuditKind.Approved, Actor = Olga },
                Some.Audited("R-1") with { At = Some.In(60), Detail = new Dictionary<string, string> { ["subject"] = "R-2", ["kind"] = "Approved" } },
                Some.Audited(far),
            ],
        });

        Assert.Equal([1, 2, 3, 4, 5], await RecordsAsync(new AuditQuery { Limit = 2 }));
        Assert.Equal([5, 4, 3, 2, 1], await RecordsAsync(new AuditQuery { NewestFirst = true, Limit = 2 }));
        Assert.Equal([1, 4], await RecordsAsync(new AuditQuery { Subject = "R-1" }));
        Assert.Equal([2], await RecordsAsync(new AuditQuery { Subject = Odd }));
        Assert.Equal([5], await RecordsAsync(new AuditQuery { Subject = far }));
        Assert.Equal([2], await RecordsAsync(new AuditQuery { Person = new PersonId("bot") }));
        Assert.Equal([3], await RecordsAsync(new AuditQuery { Person = Olga }));
        Assert.Equal([3], await RecordsAsync(new AuditQuery { Kind = AuditKind.Approved }));
        Assert.Equal([4], await RecordsAsync(new AuditQuery { From = Some.In(60) }));
        Assert.Equal([1, 2, 3, 5], await RecordsAsync(new AuditQuery { Until = Some.In(60), Limit = 3 }));
        Assert.Empty(await RecordsAsync(new AuditQuery { Subject = "R-" }));
    }

    private static Person Person(string id, Permissions permissions) => new(new PersonId(id), id, permissions, Listed: true);

    private static RunbookProgress Runbook(params string[] services) =>
        new("redis-recovery", "Redis", new string('a', 64), 3, Some.Now)
        {
            Services = [.. services.Select(service => new AffectedService(service, "delayed"))],
        };

    private async Task CommitAsync(Changes changes) => Assert.Equal(CommitResult.Committed, await Ledger.CommitAsync(changes, Ct));

    private async Task<Incident> SavedAsync(Incident incident)
    {
        await CommitAsync(new Changes { Incident = incident });
        return incident with { Version = incident.Version + 1 };
    }

    private async Task<Run> SavedAsync(Run run)
    {
        await CommitAsync(new Changes { Run = run });
        return run;
    }

    private async Task FindsAsync(IncidentQuery query, params Incident[] expected)
    {
        Assert.Equal(
            expected.Select(incident => incident.Number),
            await AllAsync(query.Limit, after => Incidents.ListAsync(query with { After = after }, Ct), incident => incident.Number));
        Assert.Equal(Counted.Of(expected.Length), await Incidents.CountAsync(query, Ct));
    }

    private async Task FindsRunsAsync(RunQuery query, params Run[] expected)
    {
        Assert.Equal(
            expected.Select(run => run.Number),
            await AllAsync(query.Limit, after => Runs.ListAsync(query with { After = after }, Ct), run => run.Number));
        Assert.Equal(Counted.Of(expected.Length), await Runs.CountAsync(query, Ct));
    }

    private Task<List<string>> TargetsAsync(RunQuery query) =>
        AllAsync(query.Limit, after => Runs.ListAsync(query with { After = after }, Ct), run => run.Call.Target);

    private async Task<List<int>> EntriesAsync(TimelineQuery query)
    {
        var found = await AllAsync(query.Limit, after => Incidents.TimelineAsync(query with { After = after ?? query.After }, Ct), entry => entry.Sequence);
        Assert.True(query.After is not null || Counted.Of(found.Count) == await Incidents.CountAsync(query, Ct));
        return found;
    }

    private async Task<List<long>> RecordsAsync(AuditQuery query)
    {
        var found = await AllAsync(query.Limit, after => Audit.ListAsync(query with { After = after }, Ct), record => record.Sequence);
        Assert.Equal(Counted.Of(found.Count), await Audit.CountAsync(query, Ct));
        Assert.Equal(found, await Audit.AllAsync(query, Ct).Select(record => record.Sequence).ToListAsync(Ct));
        return found;
    }

    /// <summary>Page after page, each as full as was asked for but for the last.</summary>
    private static async Task<List<TKey>> AllAsync<T, TKey>(int limit, Func<Cursor?, Task<Page<T>>> read, Func<T, TKey> key)
    {
        var found = new List<TKey>();
        for (Cursor? after = null; ;)
        {
            var page = await read(after);
            found.AddRange(page.Items.Select(key));
            if (page.Next is null)
            {
                return found;
            }

            Assert.Equal(limit, page.Items.Count);
            after = page.Next;
        }
    }
}

public abstract class DatabaseQueryContract(TestStore store) : QueryContract
{
    protected override async Task<(ILedger Ledger, IIncidentStore Incidents, IRunStore Runs, IAuditStore Audit)> OpenAsync()
    {
        var replica = await store.ReplicaAsync();
        return (
            replica.GetRequiredService<ILedger>(),
            replica.GetRequiredService<IIncidentStore>(),
            replica.GetRequiredService<IRunStore>(),
            replica.GetRequiredService<IAuditStore>());
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await store.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

public sealed class SqliteQueryTests() : DatabaseQueryContract(new TestSqlite());

public sealed class PostgresQueryTests(PostgresServer server) : DatabaseQueryContract(new TestPostgres(server));

public sealed class InMemoryQueryTests : QueryContract
{
    protected override Task<(ILedger Ledger, IIncidentStore Incidents, IRunStore Runs, IAuditStore Audit)> OpenAsync()
    {
        var store = new InMemoryStore();
        return Task.FromResult<(ILedger, IIncidentStore, IRunStore, IAuditStore)>((store, store.Incidents, store.Runs, store.Audit));
    }
}
