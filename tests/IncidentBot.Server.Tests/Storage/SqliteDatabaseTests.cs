using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

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
