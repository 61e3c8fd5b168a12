using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

/// <summary>Two replicas of one database, one of them on a machine whose clock is off.</summary>
public sealed class ClocksApartTests(PostgresServer server) : IAsyncDisposable
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(10);

    /// <summary>By how much two clocks may differ that are set by the same one; a busy machine is given time.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(5);

    private readonly TestPostgres store = new(server);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<int> SecondsAhead => [15, -15, 3600, -3600];

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Theory]
    [MemberData(nameof(SecondsAhead))]
    public async Task A_replica_whose_clock_is_off_takes_nothing_that_another_holds_and_loses_nothing(int ahead)
    {
        var (right, wrong) = (await store.ReplicaAsync(), await store.ReplicaAsync(new OtherClock(TimeSpan.FromSeconds(ahead))));
        foreach (var (holder, other) in (ValueTuple<ServiceProvider, ServiceProvider>[])[(right, wrong), (wrong, right)])
        {
            var (now, there) = (NowOf(holder), NowOf(other));
            await holder.GetRequiredService<IInbox>().AddAsync(Some.Message("key"), Ct);
            await CommitAsync(holder, new Changes { Say = [Some.Post("said")], Schedule = [Some.Soak("due", now)] });
            Assert.Equal(4, await TakeAsync(holder, now));

            Assert.Equal(0, await TakeAsync(other, there));
            await RemoveAsync();
        }
    }

    [Theory]
    [MemberData(nameof(SecondsAhead))]
    public async Task What_a_replica_whose_clock_is_off_puts_off_is_due_to_the_others_when_it_should_be(int ahead)
    {
        var (right, wrong) = (await store.ReplicaAsync(), await store.ReplicaAsync(new OtherClock(TimeSpan.FromSeconds(ahead))));
        foreach (var (by, other) in (ValueTuple<ServiceProvider, ServiceProvider>[])[(right, wrong), (wrong, right)])
        {
            var (now, there) = (NowOf(by), NowOf(other));
            var (outbox, schedule, turns) = (by.GetRequiredService<IOutbox>(), by.GetRequiredService<ISchedule>(), by.GetRequiredService<ITurns>());
            await CommitAsync(by, new Changes { Say = [Some.Post("said")], Schedule = [Some.Soak("due", now)] });
            var due = now + Hold;
            await outbox.RetryAsync((await outbox.ClaimAsync(now, due, Ct))!, due, "busy", mayHaveArrived: false, Ct);
            await schedule.PostponeAsync((await schedule.ClaimAsync(now, due, Ct))!, due, Ct);
            await turns.PassOnAsync((await turns.TakeAsync("turn", now, due, Ct))!, due, Ct);

            Assert.Equal(0, await TakeAsync(other, there + Hold - Near, typed: false));
            Assert.Equal(3, await TakeAsync(other, there + Hold + Near, typed: false));
            await RemoveAsync();
        }
    }

    [Fact]
    public async Task A_clock_that_is_put_right_or_wrong_is_followed_with_the_next_beat()
    {
        var clock = new OtherClock(TimeSpan.Zero);
        var (right, other) = (await store.ReplicaAsync(), await store.ReplicaAsync(clock));
        foreach (var ahead in (int[])[3600, -15, 0])
        {
            clock.Ahead = TimeSpan.FromSeconds(ahead);
            await other.GetRequiredService<SqlReplicas>().BeatAsync(Ct);

            Assert.InRange(NowOf(other) - NowOf(right), -Near, Near);
        }
    }

    [Fact]
    public async Task A_process_that_is_alone_with_its_database_goes_by_its_own_clock()
    {
        await using var alone = new TestSqlite();
        var replica = await alone.ReplicaAsync(new OtherClock(TimeSpan.FromHours(1)));
        await replica.GetRequiredService<SqlReplicas>().BeatAsync(Ct);

        Assert.InRange(NowOf(replica) - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(1) - Near, TimeSpan.FromHours(1));
    }

    private static DateTimeOffset NowOf(ServiceProvider replica) => replica.GetRequiredService<TimeProvider>().GetUtcNow();

    private static async Task CommitAsync(ServiceProvider replica, Changes changes) =>
        Assert.Equal(CommitResult.Committed, await replica.GetRequiredService<ILedger>().CommitAsync(changes, Ct));

    /// <returns>How many of a command, a message, an appointment and a turn could be taken.</returns>
    private static async Task<int> TakeAsync(ServiceProvider replica, DateTimeOffset now, bool typed = true) =>
        ((object?[])
        [
            typed ? await replica.GetRequiredService<IInbox>().ClaimAsync(now, now + Hold, Ct) : null,
            await replica.GetRequiredService<IOutbox>().ClaimAsync(now, now + Hold, Ct),
            await replica.GetRequiredService<ISchedule>().ClaimAsync(now, now + Hold, Ct),
            await replica.GetRequiredService<ITurns>().TakeAsync("turn", now, now + Hold, Ct),
        ]).Count(taken => taken is not null);

    private async Task RemoveAsync()
    {
        var database = (await store.ReplicaAsync()).GetRequiredService<IDatabase>();
        foreach (var table in (string[])["inbox", "outbox", "schedule", "turns"])
        {
            await database.ChangeAsync(session => session.ExecuteAsync(new($"delete from {table}"), Ct), Ct);
        }
    }
}
