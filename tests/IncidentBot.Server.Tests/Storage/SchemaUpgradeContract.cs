using System.Text.Json.Nodes;
using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.People;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Timeline;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

public abstract class SchemaUpgradeContract(TestStore store) : StoreContract(store)
{
    private static readonly SchemaFile Second = new("9001_second.sql", "create table second (id integer)");

    private IReadOnlyList<SchemaFile> Files => SchemaFile.Of(Database.SchemaFolder);

    private Task<List<string>> ApplyAsync(params SchemaFile[] files) => new SchemaUpgrade(Database, files).ApplyAsync(Some.Now, Ct);

    [Fact]
    public async Task A_file_is_applied_once()
    {
        Assert.Empty(await ApplyAsync([.. Files]));
        Assert.Equal([Second.Name], await ApplyAsync([.. Files, Second]));
        Assert.Empty(await ApplyAsync([.. Files, Second]));
        Assert.Equal(0, await CountAsync("second"));
    }

    [Fact]
    public async Task Line_ends_do_not_count_as_a_change()
    {
        Assert.Empty(await ApplyAsync(
            [.. Files.Select(file => file with { Sql = file.Sql.ReplaceLineEndings("\r\n") }).Select(file => new SchemaFile(file.Name, file.Sql))]));
    }

    [Fact]
    public async Task A_file_that_was_changed_after_it_was_applied_stops_the_start()
    {
        await ApplyAsync([.. Files, Second]);

        var error = await Assert.ThrowsAsync<StorageSetupException>(() => ApplyAsync([.. Files, new SchemaFile(Second.Name, Second.Sql + ";")]));

        Assert.Contains("9001_second.sql was changed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_stops_the_start()
    {
        await ApplyAsync([.. Files, Second]);

        var error = await Assert.ThrowsAsync<StorageSetupException>(() => ApplyAsync([.. Files]));

        Assert.Contains("a newer version was here", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_fails_leaves_nothing_behind()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => ApplyAsync([.. Files, Second, new SchemaFile("9002_broken.sql", "create tabel oops (id integer)")]));

        Assert.Equal([Second.Name], await ApplyAsync([.. Files, Second]));
    }

    [Fact]
    public async Task What_was_given_up_before_that_had_a_time_counts_from_the_upgrade()
    {
        await using var older = Fresh();
        var replica = await older.UnstartedReplicaAsync();
        var database = replica.GetRequiredService<IDatabase>();
        await new SchemaUpgrade(database, [.. Files.Where(file => file.Number < 8)]).ApplyAsync(Some.Now, Ct);
        await database.ChangeAsync(
            session => session.ExecuteAsync(new("insert into outbox (channel, abandoned, error, body) values ('slack:T1:C1', true, 'is_archived', '{}')"), Ct),
            Ct);
        var before = TimeProvider.System.GetUtcNow();

        await replica.GetRequiredService<StorageStart>().UpgradeAsync(Ct);

        var given = await replica.GetRequiredService<IOutbox>().GivenUpAsync(before.AddMinutes(-1), Ct);
        Assert.Equal((1, "is_archived"), (given!.Count, given.Reason));
        Assert.InRange(given.At, before.AddMinutes(-1), TimeProvider.System.GetUtcNow().AddMinutes(1));
    }

    [Theory]
    [InlineData("redis.clear-cache", "redis primary")]
    [InlineData("queue.clean", "redis primary")]
    [InlineData("rq.requeue", "redis primary")]
    [InlineData("host.restart", "host primary")]
    public async Task What_a_run_held_before_locks_had_names_it_still_holds(string action, string targetLock)
    {
        await using var older = Fresh();
        var replica = await older.UnstartedReplicaAsync();
        var database = replica.GetRequiredService<IDatabase>();
        await new SchemaUpgrade(database, [.. Files.Where(file => file.Number < 12)]).ApplyAsync(Some.Now, Ct);
        var run = Some.Run("primary", RunState.Unknown) with { Lease = null };
        run = run with { Call = run.Call with { Action = new ActionId(action) }, Version = 1 };
        var body = JsonNode.Parse(Json.Of(run, StoreJson.Default.Run).Text)!.AsObject();
        body.Remove("lock");
        await database.ChangeAsync(session => session.ExecuteAsync(
            new("""
                insert into runs (id, number, version, target, state, holds_target, is_unsettled, cancel_requested, body)
                values (@id, @number, 1, 'primary', 'Unknown', true, true, false, @body)
                """)
            {
                ["id"] = run.Id.Value,
                ["number"] = run.Number,
                ["body"] = new Json(body.ToJsonString()),
            },
            Ct), Ct);

        await replica.GetRequiredService<StorageStart>().UpgradeAsync(Ct);

        var holder = await replica.GetRequiredService<IRunStore>().HolderOfAsync(targetLock, Ct);
        Assert.Equal((run.Id, targetLock), (holder!.Id, holder.Lock));
        var next = Some.Run("primary", RunState.Running) with { Lock = targetLock };
        Assert.Equal(CommitResult.TargetHeld, await replica.GetRequiredService<ILedger>().CommitAsync(new Changes { Run = next }, Ct));
    }

    [Fact]
    public async Task A_link_of_before_is_known_and_nobody_has_confirmed_it()
    {
        await using var older = Fresh();
        var replica = await older.UnstartedReplicaAsync();
        var database = replica.GetRequiredService<IDatabase>();
        await new SchemaUpgrade(database, [.. Files.Where(file => file.Number < 15)]).ApplyAsync(Some.Now, Ct);
        await database.ChangeAsync(session => session.ExecuteAsync(new("insert into account_links (account, person) values ('teams:t:29:y', 'ada')"), Ct), Ct);

        await replica.GetRequiredService<StorageStart>().UpgradeAsync(Ct);

        var links = replica.GetRequiredService<ILinkStore>();
        var link = (await links.FindAsync(new Account("teams", "t", "29:y"), Ct))!;
        Assert.Equal(new AccountLink(new Account("teams", "t", "29:y"), new PersonId("ada"), ConfirmedBy: null), link);
        var ada = new Person(link.Person, "Ada", Permissions.Observe, Listed: true) { Accounts = [new Account("slack", "T1", "U1")] };
        Assert.Null(new PeopleDirectory([ada]).OwnerOf(link));
        await replica.GetRequiredService<ILedger>().CommitAsync(new Changes { Unlink = link }, Ct);
        Assert.Null(await links.FindAsync(link.Account, Ct));
    }

    [Fact]
    public async Task What_was_written_before_there_were_queries_is_found_by_them()
    {
        await using var older = Fresh();
        older.Settings["Audit:Key"] = Convert.ToBase64String(new byte[32]);
        var replica = await older.UnstartedReplicaAsync();
        var database = replica.GetRequiredService<IDatabase>();
        await new SchemaUpgrade(database, [.. Files.Where(file => file.Number < 9)]).ApplyAsync(Some.Now, Ct);
        foreach (var sql in Older)
        {
            await database.ChangeAsync(session => session.ExecuteAsync(new(sql), Ct), Ct);
        }

        await new SchemaUpgrade(database, Files).ApplyAsync(Some.Now, Ct);

        var incidents = replica.GetRequiredService<IIncidentStore>();
        var all = new IncidentQuery(Reader.Of(new Person(new PersonId("eve"), "Eve", Permissions.Observe, Listed: true)));
        IncidentQuery[] findsIt =
        [
            all, all with { OpenOnly = true }, all with { State = IncidentState.Mitigating },
            all with { Severity = Severity.P1 }, all with { Kind = IncidentKind.Real },
            all with { Target = "primary" }, all with { Service = "publishing" },
            all with { Text = "INC-7 memory" }, all with { Person = new PersonId("slack:T1:U9") },
            all with { Person = new PersonId("ada") }, all with { Person = new PersonId("grace") }, all with { Person = new PersonId("local:demo:olga") },
            all with { From = Some.In(-3600), Until = Some.In(-3599) },
        ];
        foreach (var query in findsIt)
        {
            Assert.Equal(
                (7, IncidentKind.Real, false),
                Assert.Single((await incidents.ListAsync(query, Ct)).Items) is var found ? (found.Number, found.Kind, found.IsPrivate) : default);
        }

        var incident = (await incidents.FindAsync(7, Ct))!;
        Assert.Equal("Redis ran out of memory", Assert.Single((await incidents.TimelineAsync(
            new TimelineQuery(incident.Id) { Kind = TimelineKind.Finding, Person = new PersonId("ada"), From = Some.Now, Until = Some.In(1), Text = "memory" },
            Ct)).Items).Text);
        var runs = new RunQuery(Reader.Bot)
        {
            Action = new ActionId("redis.clear-cache"),
            RequestedBy = new PersonId("ada"),
            State = RunState.Succeeded,
            Target = "primary",
            Incident = incident.Id,
            From = Some.Now,
            Until = Some.In(1),
        };
        Assert.Equal(12, Assert.Single((await replica.GetRequiredService<IRunStore>().ListAsync(runs, Ct)).Items).Number);
        Assert.Equal(1, (await replica.GetRequiredService<IAuditStore>().CountAsync(
            new AuditQuery { Kind = AuditKind.Intended, Person = new PersonId("ada"), Subject = "R-12", From = Some.Now, Until = Some.In(1) },
            Ct)).Number);
        Assert.Equal(
            CommitResult.Committed,
            await replica.GetRequiredService<ILedger>().CommitAsync(new Changes { Incident = incident with { Title = "Solved", Assignee = null } }, Ct));
        Assert.Equal(7, Assert.Single((await incidents.ListAsync(all with { Text = "solved" }, Ct)).Items).Number);
        Assert.Empty((await incidents.ListAsync(all with { Text = "memory" }, Ct)).Items);
        Assert.Empty((await incidents.ListAsync(all with { Person = new PersonId("grace") }, Ct)).Items);
    }

    /// <summary>As the version before wrote them; a person without an entry in the configuration has a name beside their id.</summary>
    private static string[] Older =>
    [
        """
        insert into incidents (id, number, version, channel, is_open, is_over, timeline_length, body) values
        ('019ab000-0000-7000-8000-000000000007', 7, 1, 'slack:T1:C1', true, false, 1, '{"id":"019ab000-0000-7000-8000-000000000007","number":7,
          "title":"Redis ran out of memory","severity":"P1","state":"Mitigating","target":"primary",
          "channel":{"platform":"slack","workspace":"T1","channelId":"C1"},
          "bridges":[],"openedBy":{"id":"slack:T1:U9","name":"Olga"},"openedAt":"2025-11-22T10:15:00.1234567\u002B01:00",
          "acknowledgedBy":"ada","assignee":"grace",
          "roles":{"Scribe":{"id":"local:demo:olga","name":"Olga"},"Commander":"ada"},"findings":0,"checks":[],"soakPassed":false,
          "runbook":{"id":"redis-recovery","title":"Redis","hash":"aa","steps":3,"startedAt":"2025-11-22T09:15:00+00:00","why":"","severities":[],
          "services":[{"name":"Publishing","impact":"delayed"},{"name":"Publishing","impact":"slow"}],
          "checks":[],"outcomes":[]},"updatedAt":"2025-11-22T10:15:00+00:00","version":1}')
        """,
        """
        insert into timeline (incident_id, sequence, body) values ('019ab000-0000-7000-8000-000000000007', 1,
          '{"incident":"019ab000-0000-7000-8000-000000000007","sequence":1,"at":"2025-11-22T10:15:00+00:00",
          "by":"ada","kind":"Finding","text":"Redis ran out of memory"}')
        """,
        """
        insert into runs (id, number, version, incident_id, target, state, holds_target, is_unsettled, cancel_requested, body) values
        ('019ab000-0000-7000-8000-00000000000c', 12, 1, '019ab000-0000-7000-8000-000000000007', 'primary', 'Succeeded', false, false, false,
          '{"id":"019ab000-0000-7000-8000-00000000000c","number":12,
          "call":{"action":"redis.clear-cache","target":"primary","arguments":{"pattern":"rl:*"}},"risk":"Destructive",
          "state":"Succeeded","plan":{"summary":"x","figures":[],"pins":{},"notes":[]},"planHash":"77777777",
          "validUntil":"2025-11-22T10:25:00+00:00","requestedBy":"ada",
          "requestedAt":"2025-11-22T10:15:00+00:00","channel":{"platform":"slack","workspace":"T1","channelId":"C1"},
          "incident":"019ab000-0000-7000-8000-000000000007","evidence":[],"version":1}')
        """,
        """
        insert into audit_entries (sequence, body, mac) values
        (1, '{"at":"2025-11-22T10:15:00.0000000Z","actor":"ada","kind":"Intended","subject":"R-12","detail":{}}', '7c1e'),
        (2, 'this was never an entry', '7c1f')
        """,
    ];

    [Fact]
    public async Task Replicas_that_start_at_once_apply_each_file_once()
    {
        await using var fresh = Fresh();
        var replicas = new List<ServiceProvider>();
        for (var n = 0; n < 6; n++)
        {
            replicas.Add(await fresh.UnstartedReplicaAsync());
        }

        await Task.WhenAll(replicas.Select(replica => Task.Run(() => replica.GetRequiredService<StorageStart>().UpgradeAsync(Ct), Ct)));

        var database = replicas[0].GetRequiredService<IDatabase>();
        Assert.Equal(
            Files.Select(file => file.Name),
            await database.ReadAsync(session => session.ListAsync(new("select name from schema_files order by number"), row => row.GetString(0), Ct), Ct));
        foreach (var replica in replicas)
        {
            Assert.Equal(CommitResult.Committed, await replica.GetRequiredService<ILedger>().CommitAsync(new Changes { Audit = [Some.Audited()] }, Ct));
        }
    }

    protected abstract TestStore Fresh();
}

public sealed class SqliteSchemaUpgradeTests() : SchemaUpgradeContract(new TestSqlite())
{
    protected override TestStore Fresh() => new TestSqlite();
}

public sealed class PostgresSchemaUpgradeTests(PostgresServer server) : SchemaUpgradeContract(new TestPostgres(server))
{
    protected override TestStore Fresh() => new TestPostgres(server);
}
