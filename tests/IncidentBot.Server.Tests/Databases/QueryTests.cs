using IncidentBot.Actions;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.Databases;

/// <summary><c>db.query</c>: the server itself keeps it from writing, from running on and from a second statement.</summary>
public sealed class QueryTests(PostgresServer server)
{
    private const string Counting = "select count(*) from jobs where state = 'pending'";

    [Fact]
    public async Task A_single_value_is_the_answer()
    {
        var database = await JobsAsync();
        await using var rig = new DatabaseRig(database, DatabaseRig.Query("pending-jobs", $"{Counting};"));

        var report = await rig.ReadAsync("query pending-jobs");

        Assert.Matches(@"^main pending-jobs: 3 \(count, in \d+ (ms|s)\)$", report.Answer);
        Assert.True(report.Healthy);
        Assert.Empty(report.Evidence);
    }

    [Fact]
    public async Task Rows_stand_under_their_columns()
    {
        var database = await JobsAsync();
        await using var rig = new DatabaseRig(
            database,
            DatabaseRig.Query("jobs", "select id, state, note, created, '{1,2}'::int[] as tags from jobs order by id"));

        Assert.Equal(
            [
                "id  state    note        created                 tags",
                " 1  pending  one two     2026-11-22 10:15:00+00  {1,2}",
                " 2  pending              2026-11-22 10:15:00+00  {1,2}",
                " 3  pending  'quoted\" \\  2026-11-22 10:15:00+00  {1,2}",
                " 4  failed   x           2026-11-22 10:15:00+00  {1,2}",
            ],
            (await rig.ReadAsync("query jobs")).Evidence);
    }

    [Fact]
    public async Task What_stands_in_a_column_of_secrets_is_not_shown()
    {
        var database = await server.CreateDatabaseAsync();
        await using var rig = new DatabaseRig(
            database,
            DatabaseRig.Query("one", "select 'ada' as name, 'CANARY one' as password, null as token"),
            DatabaseRig.Query("many", "select 'ada' as name, 'CANARY' || i as \"apiKey\" from generate_series(1, 2) as i"),
            DatabaseRig.Query("single", "select 'CANARY' as client_secret"),
            DatabaseRig.Query("settings", "select 'smtp_password' as name, 'CANARY' as value union all select 'mode', 'fast' order by 1 desc"));

        Assert.Equal(["name      ada", "password  [redacted]", "token"], (await rig.ReadAsync("query one")).Evidence);
        Assert.Equal(["name  apiKey", "ada   [redacted]", "ada   [redacted]"], (await rig.ReadAsync("query many")).Evidence);
        Assert.Contains("single: [redacted] (client_secret", (await rig.ReadAsync("query single")).Answer, StringComparison.Ordinal);
        Assert.Equal(
            ["name           value", "smtp_password  [redacted]", "mode           fast"],
            (await rig.ReadAsync("query settings")).Evidence);
    }

    [Fact]
    public async Task One_row_stands_upright_and_what_is_too_wide_is_named()
    {
        var database = await server.CreateDatabaseAsync();
        var wide = string.Join(", ", Enumerable.Range(1, 6).Select(i => $"repeat('{i}', 1000) as column_{i}"));
        await using var rig = new DatabaseRig(
            database,
            DatabaseRig.Query("row", $"select {wide}"),
            DatabaseRig.Query("rows", $"select {wide} from generate_series(1, 2)"));

        var row = await rig.ReadAsync("query row");
        Assert.Equal(6, row.Evidence.Count);
        Assert.StartsWith("column_1  1111", row.Evidence[0], StringComparison.Ordinal);
        Assert.EndsWith("…", row.Evidence[0], StringComparison.Ordinal);

        var rows = await rig.ReadAsync("query rows");
        Assert.Equal("Too wide to show: column_3, column_4, column_5, column_6", rows.Evidence[^1]);
    }

    [Fact]
    public async Task Of_many_rows_the_first_are_shown_and_the_server_makes_no_more()
    {
        var database = await server.CreateDatabaseAsync();
        await using var rig = new DatabaseRig(
            database,
            DatabaseRig.Query("many", "select generate_series(1, 2000000000)"),
            DatabaseRig.Query("fat", "select repeat('x', 150) from generate_series(1, 40), generate_series(1, 4) as columns (c), lateral (select 1) as one"));

        var report = await rig.ReadAsync("query many");

        Assert.StartsWith("main many: more than 50 rows in ", report.Answer, StringComparison.Ordinal);
        Assert.Equal(51, report.Evidence.Count);
        Assert.Equal(51, (await rig.ReadAsync("query fat")).Evidence.Count);
    }

    [Fact]
    public async Task A_huge_value_is_cut()
    {
        var database = await server.CreateDatabaseAsync();
        await using var rig = new DatabaseRig(
            database,
            DatabaseRig.Query("huge", "select repeat('x', 20000000) as a, i from generate_series(1, 3) as rows (i)"));

        Assert.Equal($"{new string('x', 39)}…  1", (await rig.ReadAsync("query huge")).Evidence[1]);
    }

    [Fact]
    public async Task Arguments_are_values_and_never_SQL()
    {
        var database = await JobsAsync();
        await using var rig = new DatabaseRig(
            database,
            DatabaseRig.Query("by-state", "select count(*) from jobs where state = @state and created >= @since and id >= @least"),
            "Queries:by-state:Arguments:state:Example=pending",
            "Queries:by-state:Arguments:since:Kind=time",
            "Queries:by-state:Arguments:since:Example=2026-11-22T10:00:00Z",
            "Queries:by-state:Arguments:least:Kind=integer",
            "Queries:by-state:Arguments:least:Example=1");

        Assert.StartsWith(
            "main by-state: 2 (",
            (await rig.ReadAsync("query by-state state=pending since=2026-11-22T12:00:00+02:00 least=2")).Answer,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "main by-state: 0 (",
            (await rig.ReadAsync("query by-state state=pending since=2026-11-22T10:15:01Z least=1")).Answer,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "main by-state: 0 (",
            (await rig.ReadAsync("query by-state \"state=x' or true; drop table jobs --\" since=2026-11-22T10:00:00Z least=1")).Answer,
            StringComparison.Ordinal);
        Assert.Equal(4L, await DatabaseRig.AskAsync(database, "select count(*) from jobs"));
        Assert.Equal(
            "least '1; drop table jobs': is no whole number.",
            Assert.IsType<ActionReading.Wrong>(rig.Type("query by-state \"least=1; drop table jobs\"")).Fault);

        var missing = await rig.ReadAsync("query by-state state=pending");
        Assert.Equal(
            ("least is missing.", "Type /db query by-state least=1 since=2026-11-22T10:00:00Z state=pending on main"),
            (missing.Answer, Assert.Single(missing.Evidence)));
    }

    [Theory]
    [InlineData("select write_one()", "WOULD WRITE")]
    [InlineData("select nextval('numbers')", "WOULD WRITE")]
    [InlineData("with gone as (delete from jobs returning id) select * from gone", "NOT ONE SELECT")]
    [InlineData("insert into jobs (state) values ('pending') returning id", "NOT ONE SELECT")]
    [InlineData("select 1; delete from jobs", "NOT ONE SELECT")]
    [InlineData("select id from jobs for update", "WOULD WRITE")]
    [InlineData("select set_config('transaction_read_only', 'off', true), write_one()", "WOULD WRITE")]
    [InlineData("select missing from jobs", "DOES NOT FIT")]
    [InlineData("select * from missing", "NO SUCH TABLE")]
    [InlineData("select 1 / 0", "VALUE REFUSED")]
    public async Task The_server_refuses_what_would_write_or_cannot_be_run(string sql, string refusal)
    {
        // As a superuser: it is the transaction that refuses, not a missing right.
        var database = await JobsAsync();
        await DatabaseRig.RunAsync(database, "create sequence numbers; create function write_one() returns int language sql as $$ insert "
            + "into jobs (state) values ('written') returning id::int $$");
        await using var rig = new DatabaseRig(database, DatabaseRig.Query("bad", sql));

        var report = await rig.ReadAsync("query bad");

        Assert.Equal(refusal, report.FailureClass);
        Assert.False(report.Healthy);
        Assert.Equal(4L, await DatabaseRig.AskAsync(database, "select count(*) from jobs"));
    }

    [Fact]
    public async Task A_slow_query_is_stopped_by_the_server()
    {
        var database = await server.CreateDatabaseAsync();
        await using var rig = new DatabaseRig(database, DatabaseRig.Query("slow", "select pg_sleep(60)"), "Queries:slow:TimeLimit=00:00:00.2");

        var report = await rig.ReadAsync("query slow");

        Assert.Equal("TOO SLOW", report.FailureClass);
        Assert.Equal("main: TOO SLOW, the server stopped it at its time limit.", report.Answer);
    }

    [Fact]
    public async Task A_lock_is_not_waited_for()
    {
        var database = await JobsAsync();
        await using var holder = await DatabaseRig.OpenAsync(database);
        await using var transaction = await holder.BeginTransactionAsync();
        await using (var command = new Npgsql.NpgsqlCommand("lock table jobs in access exclusive mode", holder))
        {
            await command.ExecuteNonQueryAsync();
        }

        await using var rig = new DatabaseRig(database, DatabaseRig.Query("pending-jobs", Counting));

        Assert.Equal("LOCKED", (await rig.ReadAsync("query pending-jobs")).FailureClass);
    }

    [Fact]
    public async Task Stopping_it_stops_it_on_the_server()
    {
        var database = await server.CreateDatabaseAsync();
        await using var rig = new DatabaseRig(database, DatabaseRig.Query("slow", "select pg_sleep(600)"), "Queries:slow:TimeLimit=00:00:30");
        using var stop = new CancellationTokenSource();

        var reading = rig.ReadAsync("query slow", stop.Token);
        await Eventually.TrueAsync(() => RunsAsync(database), "the query runs on the server");
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await Eventually.TrueAsync(async () => !await RunsAsync(database), "it no longer runs on the server");
    }

    [Fact]
    public async Task A_missing_right_is_named_with_its_grant()
    {
        var database = await JobsAsync();
        var role = await DatabaseRig.RoleAsync(database);
        var name = new Npgsql.NpgsqlConnectionStringBuilder(role).Username;
        await using var rig = new DatabaseRig(role, DatabaseRig.Query("pending-jobs", Counting));

        var report = await rig.ReadAsync("query pending-jobs");
        Assert.Equal("NOT ALLOWED", report.FailureClass);
        Assert.Equal($"GRANT SELECT ON jobs TO {name}", report.Steps[0]);

        await DatabaseRig.RunAsync(database, report.Steps[0]);
        Assert.StartsWith("main pending-jobs: 3 (", (await rig.ReadAsync("query pending-jobs")).Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_uses_two_connections_at_most_and_leaves_nothing_behind()
    {
        var database = await server.CreateDatabaseAsync();
        await using var rig = new DatabaseRig(
            database,
            DatabaseRig.Query("lock", "select pg_advisory_lock(42), pg_sleep(0.2)"),
            DatabaseRig.Query("one", "select current_setting('statement_timeout') || ' ' || current_setting('transaction_read_only')"));

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => rig.ReadAsync("query one")));

        Assert.StartsWith("main one: 5s on (", (await rig.ReadAsync("query one")).Answer, StringComparison.Ordinal);
        Assert.InRange((long)(await DatabaseRig.AskAsync(
            database,
            "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'incidentbot'"))!, 1, 2);
        Assert.Equal(0L, await DatabaseRig.AskAsync(
            database,
            "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'incidentbot' and state <> 'idle'"));
    }

    [Fact]
    public async Task Everything_that_is_configured_is_listed_as_it_is_typed()
    {
        await using var rig = new DatabaseRig(
            "Host=127.0.0.1;Port=1;Username=bot;Database=app",
            DatabaseRig.Query("old", "select @minutes"),
            "Queries:old:Help=Jobs older than that",
            "Queries:old:Arguments:minutes:Kind=integer",
            "Queries:old:Arguments:minutes:Example=30");

        var report = await rig.ReadAsync("queries");

        Assert.Equal("main: 1 configured query of 127.0.0.1:1/app", report.Answer);
        Assert.Equal(["/db query old minutes=30", "    Jobs older than that"], report.Evidence);
        Assert.IsType<ActionReading.Ok>(rig.Type("query old minutes=30"));
    }

    [Fact]
    public async Task What_the_README_shows_can_be_used()
    {
        var database = await server.CreateDatabaseAsync();
        await DatabaseRig.RunAsync(database, "create table jobs (queue text, state text, created timestamptz); "
            + "insert into jobs values ('email', 'pending', now() - interval '40 minutes'), ('email', 'pending', now())");
        await using var rig = new DatabaseRig(database, ReadmeSettings.Of("Databases", "Databases:main:"));

        await rig.StartAsync();

        Assert.Equal(["queue  email", "count  1"], (await rig.ReadAsync("query pending-jobs minutes=30")).Evidence);
        Assert.Equal("main pending-jobs: no rows in ", (await rig.ReadAsync("query pending-jobs minutes=50")).Answer[..30]);
    }

    private async Task<string> JobsAsync()
    {
        var database = await server.CreateDatabaseAsync();
        await DatabaseRig.RunAsync(database, """
            create table jobs (id bigserial primary key, state text, note text, created timestamptz default '2026-11-22 10:15:00+00');
            insert into jobs (state, note) values ('pending', E'one\ntwo'), ('pending', null), ('pending', E'''quoted" \\'), ('failed', 'x');
            """);
        return database;
    }

    private static async Task<bool> RunsAsync(string database) =>
        (long)(await DatabaseRig.AskAsync(
            database,
            "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'incidentbot' and state = 'active'"))! > 0;
}
