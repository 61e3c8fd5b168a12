using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class SqliteDatabaseTests : IAsyncLifetime
{
    private readonly TestSqlite store = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_commit_is_on_the_disk_when_it_returns()
    {
        var database = (await store.ReplicaAsync()).GetRequiredService<IDatabase>();

        Assert.Equal("wal", await database.ReadAsync(session => session.FindAsync(new("pragma journal_mode"), row => row.GetString(0), Ct), Ct));
        Assert.Equal(2, await database.ChangeAsync(session => session.FindAsync(new("pragma synchronous"), row => row.GetInt32(0), Ct), Ct));
    }

    [Fact]
    public async Task The_folder_of_the_file_is_made()
    {
        await using var deeper = new TestSqliteAt("a/b/c.db");

        await deeper.ReplicaAsync();

        Assert.True(File.Exists(Path.Combine(deeper.Folder, "a/b/c.db")));
    }

    [Fact]
    public async Task Nobody_else_on_the_machine_reads_the_files()
    {
        await using var deeper = new TestSqliteAt("data/c.db");
        var replica = await deeper.ReplicaAsync();
        await replica.GetRequiredService<IInbox>().AddAsync(Some.Message("key"), Ct);

        AssertOwnersOnly(deeper);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.Combine(deeper.Folder, "data")));
    }

    [Fact]
    public async Task Nor_those_that_were_open_to_others_before()
    {
        await using var before = new TestSqliteAt("data/c.db");
        await (await before.ReplicaAsync()).GetRequiredService<IInbox>().AddAsync(Some.Message("key"), Ct);
        foreach (var file in Directory.GetFiles(Path.Combine(before.Folder, "data")))
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        await before.ReplicaAsync();

        AssertOwnersOnly(before);
    }

    [Fact]
    public async Task What_was_deleted_is_not_left_in_the_file()
    {
        var replica = await store.ReplicaAsync();
        await replica.GetRequiredService<IInbox>().AddAsync(Some.Message("key", text: "/secret CANARY-was-typed"), Ct);
        await CheckpointAsync();
        Assert.Contains("CANARY-was-typed", await File.ReadAllTextAsync(store.File, Ct), StringComparison.Ordinal);

        await replica.GetRequiredService<ILedger>().CommitAsync(new Changes { Consumes = "key" }, Ct);
        await CheckpointAsync();

        Assert.DoesNotContain("CANARY-was-typed", await File.ReadAllTextAsync(store.File, Ct), StringComparison.Ordinal);

        Task CheckpointAsync() => replica.GetRequiredService<IDatabase>().ChangeAsync(
            session => session.ListAsync(new("pragma wal_checkpoint(truncate)"), row => row.GetInt32(0), Ct), Ct);
    }

    [Fact]
    public async Task One_process_at_a_time_works_on_a_file_and_the_lock_goes_with_it()
    {
        var first = await store.UnstartedReplicaAsync();
        first.GetRequiredService<IDatabase>().Occupy();
        first.GetRequiredService<IDatabase>().Occupy();
        var second = await store.UnstartedReplicaAsync();

        var refused = Assert.Throws<StorageSetupException>(second.GetRequiredService<IDatabase>().Occupy);
        Assert.StartsWith($"Another bot works on the SQLite database {store.File}", refused.Message, StringComparison.Ordinal);

        await first.DisposeAsync();
        second.GetRequiredService<IDatabase>().Occupy();
    }

    private static void AssertOwnersOnly(TestStore store)
    {
        var files = Directory.GetFiles(Path.Combine(store.Folder, "data"));
        Assert.Equal(["c.db", "c.db-shm", "c.db-wal"], files.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named()
    {
        await File.WriteAllTextAsync(store.File, new string('x', 5000), Ct);

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(store.ReplicaAsync);

        Assert.Contains(store.File, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_place_of_the_file_is_named()
    {
        Directory.CreateDirectory(store.File);

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(store.ReplicaAsync);

        Assert.Contains(store.File, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reading_makes_neither_a_database_nor_a_key()
    {
        var replica = await store.UnstartedReplicaAsync();

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => replica.GetRequiredService<IAuditStore>().HeadAsync(Ct));
        Assert.Contains(store.File, error.Message, StringComparison.Ordinal);
        Assert.Throws<StorageSetupException>(replica.GetRequiredService<Audit.AuditChain>);

        Assert.Empty(Directory.GetFiles(store.Folder));
    }

    [Fact]
    public async Task An_error_of_the_statement_is_not_taken_for_a_lost_file()
    {
        var database = (await store.ReplicaAsync()).GetRequiredService<IDatabase>();

        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(
            () => database.ChangeAsync(session => session.ExecuteAsync(new("select * from nowhere"), Ct), Ct));
    }

    [Fact]
    public async Task Readers_do_not_wait_for_a_writer()
    {
        var replica = await store.ReplicaAsync();
        var database = replica.GetRequiredService<IDatabase>();

        await database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(new("insert into series (name, last) values ('x', 1)"), Ct);
                Assert.Null(await replica.GetRequiredService<IIncidentStore>().FindAsync(1, Ct));
                session.Discard();
                return true;
            },
            Ct);
    }

    private sealed class TestSqliteAt(string path) : TestStore
    {
        protected override Task<(string Name, string Value)> DatabaseAsync() => Task.FromResult(("Storage:Sqlite", Path.Combine(Folder, path)));
    }
}
