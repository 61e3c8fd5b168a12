using FsCheck;
using FsCheck.Fluent;
using Stateless;

namespace IncidentBot.Tests.Stateless;

/// <summary>
/// Random hierarchies and random moves, against a model that knows only paths: leave what is not on the path to the
/// destination, innermost first, then enter what was not on the path to the source, outermost first.
/// </summary>
public sealed class EntryExitOrderTests
{
    [Fact]
    public void Any_moves_in_any_hierarchy_leave_and_enter_as_the_paths_say() => Check((parents, moves) =>
    {
        List<string> log = [];
        var machine = Machine(parents);
        for (var state = 0; state < parents.Length; state++)
        {
            var name = state;
            machine.Configure(state).OnEntry(() => log.Add($"+{name}")).OnExit(() => log.Add($"-{name}"));
        }

        foreach (var move in moves)
        {
            machine.Fire(move);
        }

        return log.SequenceEqual(Expected(parents, moves));
    });

    [Fact]
    public void Asynchronous_actions_run_in_the_same_order() => Check((parents, moves) =>
    {
        List<string> log = [];
        var machine = Machine(parents);
        for (var state = 0; state < parents.Length; state++)
        {
            var name = state;
            machine.Configure(state).OnEntryAsync(() => Later($"+{name}")).OnExitAsync(() => Later($"-{name}"));
        }

        Task.Run(async () =>
        {
            foreach (var move in moves)
            {
                await machine.FireAsync(move);
            }
        }).Wait();

        return log.SequenceEqual(Expected(parents, moves));

        async Task Later(string line)
        {
            await Task.Yield();
            log.Add(line);
        }
    });

    private static void Check(Func<int[], int[], bool> holds) => Prop.ForAll(
        ArbMap.Default.ArbFor<NonEmptyArray<NonNegativeInt>>(),
        ArbMap.Default.ArbFor<NonNegativeInt[]>(),
        (parentSeeds, moveSeeds) =>
        {
            // Every state may have an earlier one as its superstate, or none (-1).
            var parents = parentSeeds.Get.Select((seed, state) => (seed.Get % (state + 1)) - 1).ToArray();
            var moves = moveSeeds.Select(seed => seed.Get % parents.Length).ToArray();
            return holds(parents, moves);
        }).QuickCheckThrowOnFailure();

    /// <summary>Starts in state 0; trigger N leads to state N from everywhere.</summary>
    private static StateMachine<int, int> Machine(int[] parents)
    {
        var machine = new StateMachine<int, int>(0);
        for (var state = 0; state < parents.Length; state++)
        {
            var configuration = machine.Configure(state).PermitReentry(state);
            foreach (var other in Enumerable.Range(0, parents.Length).Where(other => other != state))
            {
                configuration.Permit(other, other);
            }

            if (parents[state] >= 0)
            {
                configuration.SubstateOf(parents[state]);
            }
        }

        return machine;
    }

    private static IEnumerable<string> Expected(int[] parents, int[] moves)
    {
        var source = 0;
        foreach (var destination in moves)
        {
            var from = Path(parents, source);
            var to = Path(parents, destination);
            var shared = source == destination ? from.Count - 1 : from.Zip(to).TakeWhile(pair => pair.First == pair.Second).Count();

            foreach (var left in from.Skip(shared).Reverse())
            {
                yield return $"-{left}";
            }

            foreach (var entered in to.Skip(shared))
            {
                yield return $"+{entered}";
            }

            source = destination;
        }
    }

    private static List<int> Path(int[] parents, int state) => state < 0 ? [] : [.. Path(parents, parents[state]), state];
}
