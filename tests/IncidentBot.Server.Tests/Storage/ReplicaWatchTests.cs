using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IncidentBot.Server.Tests.Storage;

/// <summary>On PostgreSQL, where replicas die one by one. The beats are counted here instead of waited for.</summary>
public sealed class ReplicaWatchTests(PostgresServer server) : StoreContract(new TestPostgres(server))
{
    private static ReplicaWatch WatchOf(ServiceProvider replica) => replica.GetServices<IHostedService>().OfType<ReplicaWatch>().Single();

    private static async Task BeatAsync(ServiceProvider replica, int times = 1)
    {
        for (var n = 0; n < times; n++)
        {
            await WatchOf(replica).BeatAsync(Ct);
        }
    }

    private static async Task<(ClaimedMessage? Typed, OutboxItem? Said, DueItem? Due, Turn? Turn)> TakeAsync(ServiceProvider replica) =>
    (
        await replica.GetRequiredService<IInbox>().ClaimAsync(Some.In(1), Some.In(60), Ct),
        await replica.GetRequiredService<IOutbox>().ClaimAsync(Some.In(1), Some.In(60), Ct),
        await replica.GetRequiredService<ISchedule>().ClaimAsync(Some.In(1), Some.In(60), Ct),
        await replica.GetRequiredService<ITurns>().TakeAsync("post C1", Some.In(1), Some.In(60), Ct));

    private async Task HereTakesEverythingAsync()
    {
        await Here.GetRequiredService<IInbox>().AddAsync(Some.Message("key"), Ct);
        await CommitAsync(new Changes { Say = [Some.Post("said")], Schedule = [Some.Soak("due", Some.In(0))] });
        var (typed, said, due, turn) = await TakeAsync(Here);
        Assert.True(typed is not null && said is not null && due is not null && turn is not null);
    }

    private async Task AssertTakenOverAsync()
    {
        var (typed, said, due, turn) = await TakeAsync(There);
        Assert.Equal((2, 2, 2), (typed!.Attempt, said!.Attempt, due!.Attempt));
        Assert.NotNull(turn);
    }

    [Fact]
    public async Task What_a_dead_replica_held_is_free_after_as_many_beats_as_it_may_miss_and_not_before()
    {
        await HereTakesEverythingAsync();

        await BeatAsync(There, ReplicaWatch.MissedBeats);
        Assert.Equal((null, null, null, null), await TakeAsync(There));

        await BeatAsync(There);
        await AssertTakenOverAsync();
        Assert.Equal(1, await CountAsync("replicas"));
    }

    [Fact]
    public async Task A_replica_that_beats_now_and_then_keeps_what_it_holds()
    {
        await HereTakesEverythingAsync();

        for (var n = 0; n < 4; n++)
        {
            await BeatAsync(There, ReplicaWatch.MissedBeats);
            await BeatAsync(Here);
        }

        Assert.Equal((null, null, null, null), await TakeAsync(There));
    }

    [Fact]
    public async Task A_beat_in_the_last_moment_saves_it()
    {
        await HereTakesEverythingAsync();
        var here = Here.GetRequiredService<Replica>().Id;
        var seen = (await There.GetRequiredService<SqlReplicas>().BeatAsync(Ct))[here];
        await BeatAsync(Here);

        Assert.False(await There.GetRequiredService<SqlReplicas>().StrikeOffAsync(here, seen, Ct));

        Assert.Equal((null, null, null, null), await TakeAsync(There));
    }

    [Fact]
    public async Task One_that_was_taken_for_dead_comes_back_and_cannot_finish_what_it_has_lost()
    {
        await HereTakesEverythingAsync();
        var mine = (await Here.GetRequiredService<ISchedule>().ClaimAsync(Some.In(60), Some.In(120), Ct))!;
        await BeatAsync(There, ReplicaWatch.MissedBeats + 1);
        var theirs = (await There.GetRequiredService<ISchedule>().ClaimAsync(Some.In(61), Some.In(120), Ct))!;

        await BeatAsync(Here);
        await BeatAsync(There, ReplicaWatch.MissedBeats);
        await Here.GetRequiredService<ISchedule>().PostponeAsync(mine, Some.In(62), Ct);

        Assert.Equal(2, await CountAsync("replicas"));
        Assert.Null(await Here.GetRequiredService<ISchedule>().ClaimAsync(Some.In(63), Some.In(120), Ct));
        await CommitAsync(new Changes { Completes = theirs.Id });
        Assert.Equal(CommitResult.AlreadyDone, await Ledger.CommitAsync(new Changes { Completes = mine.Id }, Ct));
    }

    [Fact]
    public async Task What_waits_for_its_time_is_not_hurried_by_a_death()
    {
        await HereTakesEverythingAsync();
        await Here.GetRequiredService<IOutbox>().RetryAsync(
            (await Here.GetRequiredService<IOutbox>().ClaimAsync(Some.In(60), Some.In(90), Ct))!,
            Some.In(300),
            "ratelimited",
            mayHaveArrived: false,
            Ct);

        await BeatAsync(There, ReplicaWatch.MissedBeats + 1);

        Assert.Null(await There.GetRequiredService<IOutbox>().ClaimAsync(Some.In(299), Some.In(330), Ct));
        Assert.NotNull(await There.GetRequiredService<IOutbox>().ClaimAsync(Some.In(300), Some.In(330), Ct));
    }

    [Fact]
    public async Task A_replica_that_stops_leaves_what_it_held_to_the_others_at_once()
    {
        await HereTakesEverythingAsync();

        await WatchOf(Here).StopAsync(Ct);

        await AssertTakenOverAsync();
        Assert.Equal(1, await CountAsync("replicas"));
    }
}
