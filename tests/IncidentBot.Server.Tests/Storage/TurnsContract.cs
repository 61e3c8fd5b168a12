using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

public abstract class TurnsContract(TestStore store) : StoreContract(store)
{
    private Task<Turn?> TakeAsync(double at, double until, string name = "post C1", ServiceProvider? replica = null) =>
        (replica ?? Here).GetRequiredService<ITurns>().TakeAsync(name, Some.In(at), Some.In(until), Ct);

    private Task PassOnAsync(Turn turn, double at, ServiceProvider? replica = null) =>
        (replica ?? Here).GetRequiredService<ITurns>().PassOnAsync(turn, Some.In(at), Ct);

    [Fact]
    public async Task A_turn_is_had_by_one_replica_until_it_runs_out_and_names_do_not_wait_for_each_other()
    {
        Assert.NotNull(await TakeAsync(0, 10));
        Assert.Null(await TakeAsync(9.9, 20, replica: There));
        Assert.NotNull(await TakeAsync(9.9, 20, "post C2", There));

        Assert.NotNull(await TakeAsync(10, 20, replica: There));
        Assert.Null(await TakeAsync(10, 20));
    }

    [Fact]
    public async Task A_turn_that_was_passed_on_is_free_from_then_on()
    {
        var turn = (await TakeAsync(0, 10))!;
        await PassOnAsync(turn, 2);

        Assert.Null(await TakeAsync(1.9, 20, replica: There));
        Assert.NotNull(await TakeAsync(2, 20, replica: There));
    }

    [Fact]
    public async Task Whoever_lost_the_turn_does_not_pass_on_that_of_the_next_one()
    {
        var lost = (await TakeAsync(0, 10))!;
        await TakeAsync(10, 20, replica: There);

        await PassOnAsync(lost, 11);
        await PassOnAsync(lost with { Until = Some.In(20) }, 11);

        Assert.Null(await TakeAsync(12, 30));
    }

    [Fact]
    public async Task Of_many_who_ask_at_once_one_gets_it()
    {
        for (var round = 0; round < 20; round++)
        {
            var taken = await ParallelAsync(8, (replica, _) => TakeAsync(round, round + 1, replica: replica));

            Assert.Single(taken, turn => turn is not null);
        }
    }
}
