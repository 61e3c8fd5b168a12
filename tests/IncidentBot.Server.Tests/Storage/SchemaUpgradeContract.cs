using System.Text.Json.Nodes;
using IncidentBot.Actions;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
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
        Assert.Empty(await ApplyAsync([.. Files.Select(file => file with { Sql = file.Sql.ReplaceLineEndings("\r\n") }).Select(file => new SchemaFile(file.Name, file.Sql))]));
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
        await database.ChangeAsync(session => session.ExecuteAsync(new("insert into outbox (channel, abandoned, error, body) values ('slack:T1:C1', true, 'is_archived', '{}')"), Ct), Ct);
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
        Assert.Equal(Files.Select(file => file.Name), await database.ReadAsync(session => session.ListAsync(new("select name from schema_files order by number"), row => row.GetString(0), Ct), Ct));
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
