using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

public abstract class StorageStartContract(TestStore store) : IAsyncDisposable
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private async Task<string> RefusalAsync() => (await Assert.ThrowsAsync<StorageSetupException>(store.ReplicaAsync)).Message;

    [Fact]
    public async Task The_first_start_makes_a_key_that_only_its_owner_reads()
    {
        await store.ReplicaAsync();

        Assert.Equal(32, Convert.FromBase64String(File.ReadAllText(store.KeyFile).Trim()).Length);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(store.KeyFile) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Equal([store.KeyFile], Directory.GetFiles(store.Folder, "audit.key*"));
    }

    [Fact]
    public async Task The_next_start_uses_the_same_key()
    {
        await store.ReplicaAsync();
        var key = await File.ReadAllTextAsync(store.KeyFile, Ct);

        var replica = await store.ReplicaAsync();

        Assert.Equal(CommitResult.Committed, await replica.GetRequiredService<ILedger>().CommitAsync(new Changes { Audit = [Some.Audited()] }, Ct));
        Assert.Equal(key, await File.ReadAllTextAsync(store.KeyFile, Ct));
    }

    [Fact]
    public async Task A_configured_key_wins_over_the_file()
    {
        store.Settings["Audit:Key"] = Convert.ToBase64String(new byte[32]);

        await store.ReplicaAsync();

        Assert.False(File.Exists(store.KeyFile));
    }

    [Theory]
    [InlineData("c2hvcnQ=", "has 5 bytes; at least 32 are needed")]
    [InlineData("not base64 at all", "is not base64")]
    [InlineData("", "has 0 bytes")]
    public async Task A_file_that_holds_no_key_stops_the_start(string content, string reason)
    {
        await File.WriteAllTextAsync(store.KeyFile, content, Ct);

        var refusal = await RefusalAsync();

        Assert.Contains(reason, refusal, StringComparison.Ordinal);
        Assert.Contains(store.KeyFile, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configured_key_that_is_too_short_stops_the_start()
    {
        store.Settings["Audit:Key"] = "c2hvcnQ=";

        Assert.Contains("The audit key in Audit:Key has 5 bytes", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_file_that_cannot_be_written_stops_the_start()
    {
        var file = Path.Combine(store.Folder, "a file");
        await File.WriteAllTextAsync(file, "", Ct);
        store.Settings["Audit:KeyFile"] = Path.Combine(file, "audit.key");

        Assert.Contains("cannot be written", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_file_that_cannot_be_read_stops_the_start()
    {
        await store.ReplicaAsync();
        File.Delete(store.KeyFile);
        File.CreateSymbolicLink(store.KeyFile, store.KeyFile);

        Assert.Contains(store.KeyFile, await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_of_another_replica_stops_the_start()
    {
        await store.ReplicaAsync();
        store.Settings["Audit:Key"] = Convert.ToBase64String(new byte[32]);

        Assert.Contains("all replicas of one database share one", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_key_stops_the_start_and_is_not_replaced()
    {
        await store.ReplicaAsync();
        File.Delete(store.KeyFile);

        Assert.Contains("its key is gone", await RefusalAsync(), StringComparison.Ordinal);
        Assert.False(File.Exists(store.KeyFile));
    }

    [Fact]
    public async Task A_record_whose_head_was_deleted_stops_the_start()
    {
        var replica = await store.ReplicaAsync();
        await replica.GetRequiredService<ILedger>().CommitAsync(new Changes { Audit = [Some.Audited()] }, Ct);
        await replica.GetRequiredService<IDatabase>().ChangeAsync(session => session.ExecuteAsync(new("delete from audit_head"), Ct), Ct);

        Assert.Contains("no head row", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_behind_the_interfaces_is_registered()
    {
        var replica = await store.ReplicaAsync();

        foreach (var type in (Type[])
        [
            typeof(ILedger), typeof(IIncidentStore), typeof(IRunStore), typeof(IAuditStore), typeof(IInbox), typeof(IOutbox),
            typeof(ISchedule), typeof(IWakeUp), typeof(IChannelLog),
        ])
        {
            Assert.Same(replica.GetRequiredService(type), replica.GetRequiredService(type));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

public sealed class SqliteStorageStartTests() : StorageStartContract(new TestSqlite());

public sealed class PostgresStorageStartTests(PostgresServer server) : StorageStartContract(new TestPostgres(server));
