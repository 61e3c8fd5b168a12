using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Server.Tests.Storage;

public sealed class HousekeepingTests
{
    [Fact]
    public async Task Answered_requests_are_kept_for_a_week()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var store = new TestSqlite();
        var replica = await store.ReplicaAsync();
        var inbox = replica.GetRequiredService<SqlInbox>();
        foreach (var (key, age) in (IEnumerable<(string, double)>)[("old", 7.01), ("young", 6.99)])
        {
            await inbox.AddAsync(Some.Message(key) with { ReceivedAt = Some.Now.AddDays(-age) }, ct);
            await replica.GetRequiredService<ILedger>().CommitAsync(new Changes { Consumes = key }, ct);
        }

        using var housekeeping = new Housekeeping(inbox, new At(Some.Now), NullLogger<Housekeeping>.Instance);

        Assert.Equal(1, await housekeeping.CleanAsync(ct));
        Assert.True(await inbox.AddAsync(Some.Message("old"), ct));
        Assert.False(await inbox.AddAsync(Some.Message("young"), ct));
    }

    private sealed class At(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
