using IncidentBot.Incidents;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

/// <summary>What a process held when it died: free at once where nobody else can hold it, left alone where somebody may.</summary>
public sealed class ClaimsAtStartTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_SQLite_a_bot_that_starts_takes_up_what_the_dead_one_held()
    {
        await using var store = new TestSqlite();
        await TakeEverythingAsync(await store.ReplicaAsync());

        var (typed, said, due) = await TakeAsync(await store.ReplicaAsync());

        Assert.Equal(2, typed!.Attempt);
        Assert.Equal((2, Some.In(1)), (said!.Attempt, said.UnsettledSince));
        Assert.Equal(2, due!.Attempt);
    }

    [Fact]
    public async Task On_PostgreSQL_a_replica_that_starts_leaves_what_the_others_hold()
    {
        await using var store = new TestPostgres(server);
        await TakeEverythingAsync(await store.ReplicaAsync());

        Assert.Equal((null, null, null), await TakeAsync(await store.ReplicaAsync()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_turn_on_a_room_ends_with_a_process_that_had_the_database_for_itself(bool shared)
    {
        await using TestStore store = shared ? new TestPostgres(server) : new TestSqlite();
        var incident = Some.Incident() with { Room = new Room(Some.Ops) { Turn = new RoomTurn(Guid.NewGuid(), Some.In(30)) } };
        await (await store.ReplicaAsync()).GetRequiredService<ILedger>().CommitAsync(
            new Changes { Incident = incident, Schedule = [new Appointment("room:INC-1", AppointmentKind.Room, incident.Id.Value, Some.In(0))] }, Ct);

        var after = await (await store.ReplicaAsync()).GetRequiredService<IIncidentStore>().FindAsync(incident.Id, Ct);

        Assert.Equal(shared ? incident.Room.Turn : null, after!.Room!.Turn);
    }

    private static async Task TakeEverythingAsync(ServiceProvider replica)
    {
        await replica.GetRequiredService<IInbox>().AddAsync(Some.Message("key"), Ct);
        await replica.GetRequiredService<ILedger>().CommitAsync(
            new Changes { Say = [Some.Post("said")], Schedule = [Some.Soak("due", Some.In(0))] }, Ct);
        var (typed, said, due) = await TakeAsync(replica);
        Assert.NotNull(typed);
        Assert.NotNull(said);
        Assert.NotNull(due);
    }

    private static async Task<(ClaimedMessage? Typed, OutboxItem? Said, DueItem? Due)> TakeAsync(ServiceProvider replica) =>
    (
        await replica.GetRequiredService<IInbox>().ClaimAsync(Some.In(1), Some.In(60), Ct),
        await replica.GetRequiredService<IOutbox>().ClaimAsync(Some.In(1), Some.In(60), Ct),
        await replica.GetRequiredService<ISchedule>().ClaimAsync(Some.In(1), Some.In(60), Ct));
}
