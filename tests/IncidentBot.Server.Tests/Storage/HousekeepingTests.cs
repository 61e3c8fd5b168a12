using IncidentBot.Messages;
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

        using var housekeeping = new Housekeeping(inbox, replica.GetRequiredService<SqlKeptCards>(), new At(Some.Now), NullLogger<Housekeeping>.Instance);

        Assert.Equal(1, await housekeeping.CleanAsync(ct));
        Assert.True(await inbox.AddAsync(Some.Message("old"), ct));
        Assert.False(await inbox.AddAsync(Some.Message("young"), ct));
    }

    [Fact]
    public async Task A_kept_card_is_forgotten_when_its_time_is_over()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var store = new TestSqlite();
        var replica = await store.ReplicaAsync();
        var cards = replica.GetRequiredService<SqlKeptCards>();
        for (var n = 0; n < Housekeeping.RowsAtATime; n++)
        {
            await cards.KeepAsync(new KeptCard(new Card($"old {n}"), Some.Now.AddDays(-30), Some.In(0)), ct);
        }

        var young = await cards.KeepAsync(new KeptCard(new Card("young"), Some.Now.AddDays(-30), Some.In(0.01)), ct);
        await cards.KeepAsync(new KeptCard(new Card("as old"), Some.Now.AddDays(-30), Some.In(-1)), ct);

        using var housekeeping = new Housekeeping(replica.GetRequiredService<SqlInbox>(), cards, new At(Some.Now), NullLogger<Housekeeping>.Instance);

        Assert.Equal(Housekeeping.RowsAtATime + 1, await housekeeping.CleanAsync(ct));
        Assert.Equal("young", (await cards.FindAsync(young!, Some.Now, ct))!.Card.Title);
    }

    private sealed class At(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
