using Stateless.Reflection;

namespace Stateless;

public sealed partial class StateMachine<TState, TTrigger>
{
    /// <summary>The triggers the current state permits now, without arguments.</summary>
    public IEnumerable<TTrigger> PermittedTriggers => GetPermittedTriggers();

    /// <summary>The triggers the current state permits now, as guards decide on the arguments.</summary>
    public IEnumerable<TTrigger> GetPermittedTriggers(params object?[] args) => NodeOf(State).PermittedTriggers(args);

    /// <summary>Whether the current state permits the trigger now.</summary>
    public bool CanFire(TTrigger trigger) => CanFire(trigger, out _);

    /// <summary>Whether the current state permits the trigger now, and if not, why.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <param name="unmetGuards">The guards that refuse; null when the state does not know the trigger.</param>
    public bool CanFire(TTrigger trigger, out ICollection<string>? unmetGuards) =>
        NodeOf(State).TryFindHandler(trigger, [], out _, out unmetGuards);

    /// <summary>Whether the machine is in the state or in one of its substates.</summary>
    public bool IsInState(TState state) => NodeOf(State).SelfAndSuperstates().Any(node => node.Is(state));

    /// <summary>Describes all that is configured.</summary>
    public StateMachineInfo GetInfo()
    {
        var onlyLedTo = _nodes.Values
            .SelectMany(node => node.Behaviours.Values)
            .SelectMany(behaviours => behaviours)
            .OfType<TriggerBehaviour.ToState>()
            .Select(to => to.Destination)
            .Distinct()
            .Except(_nodes.Keys);
        StateNode[] nodes = [.. _nodes.Values, .. onlyLedTo.Select(state => new StateNode(state))];

        var infos = nodes.ToDictionary(node => node.Value, Describe);
        foreach (var node in nodes)
        {
            Relate(node, infos);
        }

        return new StateMachineInfo(infos.Values, typeof(TState), typeof(TTrigger), Describe(new StateNode(_initialState)));
    }

    private static StateInfo Describe(StateNode node) => new(
        node.Value,
        [.. node.EntryActions.Select(action => new ActionInfo(action.Description, action.FromTrigger))],
        [.. node.ExitActions.Select(action => action.Description)]);

    private static void Relate(StateNode node, Dictionary<TState, StateInfo> infos)
    {
        var info = infos[node.Value];
        info.Superstate = node.Superstate is null ? null : infos[node.Superstate.Value];
        info.Substates = [.. node.Substates.Select(substate => infos[substate.Value])];

        info.FixedTransitions = [.. node.Behaviours.SelectMany(pair => DescribeFixed(pair.Key, pair.Value))];
        info.DynamicTransitions = [.. node.Behaviours.Values
            .SelectMany(behaviours => behaviours)
            .OfType<TriggerBehaviour.ToChosenState>()
            .Select(to => to.Info)];
        info.IgnoredTriggers = [.. node.Behaviours.SelectMany(pair => pair.Value
            .OfType<TriggerBehaviour.Ignored>()
            .Select(ignored => new IgnoredTransitionInfo(pair.Key, ignored.Guards)))];

        // By kind within a trigger, as the package lists them.
        IEnumerable<FixedTransitionInfo> DescribeFixed(TTrigger trigger, List<TriggerBehaviour> behaviours) =>
        [
            .. behaviours.OfType<TriggerBehaviour.ToState>()
                .Select(to => new FixedTransitionInfo(trigger, to.Guards, infos[to.Destination])),
            .. behaviours.OfType<TriggerBehaviour.Reentry>()
                .Select(into => new FixedTransitionInfo(trigger, into.Guards, infos[into.Destination])),
            .. behaviours.OfType<TriggerBehaviour.Internal>()
                .Select(stay => new FixedTransitionInfo(trigger, stay.Guards, info, isInternal: true)),
        ];
    }
}
