using Stateless.Reflection;

namespace Stateless.Graph;

/// <summary>The lines of a diagram, in the order and the form of the package, so that switching changes no diagram.</summary>
internal sealed class MermaidDiagram
{
    private readonly StateMachineInfo _machine;
    private readonly List<StateInfo> _states;
    private readonly MermaidNames _names;

    public MermaidDiagram(StateMachineInfo machine)
    {
        _machine = machine;
        _states = [.. machine.States.Where(IsOutermostSuperstate).SelectMany(SelfAndSubstates), .. machine.States.Where(IsAlone)];
        _names = new MermaidNames(_states);
    }

    public IEnumerable<string> Lines(MermaidGraphDirection? direction) =>
    [
        "stateDiagram-v2",
        .. direction is { } way ? [$"\tdirection {Code(way)}"] : Enumerable.Empty<string>(),
        .. _names.Aliases.Select(alias => $"\t{alias.Identifier} : {alias.Name}"),
        .. _states.Where(state => state.Substates.Any()).SelectMany(Superstate),
        .. Enumerable.Range(1, _machine.States.Sum(state => state.DynamicTransitions.Count())).Select(number => $"\tstate Decision{number} <<choice>>"),
        .. Transitions(),
        $"[*] --> {_names[_machine.InitialState.ToString()]}",
    ];

    private static bool IsOutermostSuperstate(StateInfo state) => state.Superstate is null && state.Substates.Any();

    private static bool IsAlone(StateInfo state) => state.Superstate is null && !state.Substates.Any();

    private static IEnumerable<StateInfo> SelfAndSubstates(StateInfo state) => [state, .. state.Substates.SelectMany(SelfAndSubstates)];

    private IEnumerable<string> Superstate(StateInfo state) =>
    [
        $"\tstate {_names[state.ToString()]} {{",
        .. state.Substates.Select(substate => $"\t\t{_names[substate.ToString()]}"),
        "\t}",
    ];

    private IEnumerable<string> Transitions()
    {
        var decisions = 0;
        foreach (var state in _machine.States)
        {
            foreach (var transition in state.FixedTransitions)
            {
                yield return Line(state, transition.DestinationState, transition, EntryActions(state, transition));
            }

            foreach (var transition in state.DynamicTransitions)
            {
                var decision = $"Decision{++decisions}";
                yield return Line(_names[state.ToString()], decision, transition.Trigger, [], Guards(transition));

                foreach (var possible in transition.PossibleDestinationStates ?? [])
                {
                    if (_states.Find(candidate => candidate.ToString() == possible.DestinationState) is { } destination)
                    {
                        yield return Line(
                            decision,
                            _names[destination.ToString()],
                            transition.Trigger,
                            EntryActionsFrom(transition.Trigger, destination),
                            [possible.Criterion]);
                    }
                }
            }

            foreach (var ignored in state.IgnoredTriggers)
            {
                yield return Line(state, state, ignored, []);
            }
        }
    }

    /// <summary>A transition shows the entry actions that need its trigger; one that reenters shows them all.</summary>
    private static IEnumerable<string> EntryActions(StateInfo source, FixedTransitionInfo transition)
    {
        if (transition.IsInternal)
        {
            return [];
        }

        var needingTrigger = EntryActionsFrom(transition.Trigger, transition.DestinationState);
        return transition.DestinationState == source
            ? source.EntryActions.Where(action => action.FromTrigger is null).Select(action => action.Method.Description).Concat(needingTrigger)
            : needingTrigger;
    }

    private static IEnumerable<string> EntryActionsFrom(TriggerInfo trigger, StateInfo destination) => destination.EntryActions
        .Where(action => action.FromTrigger == trigger.ToString())
        .Select(action => action.Method.Description);

    private static IEnumerable<string> Guards(TransitionInfo transition) =>
        transition.GuardConditionsMethodDescriptions.Select(guard => guard.Description);

    private string Line(StateInfo source, StateInfo destination, TransitionInfo transition, IEnumerable<string> actions) =>
        Line(_names[source.ToString()], _names[destination.ToString()], transition.Trigger, actions, Guards(transition));

    private static string Line(string source, string destination, TriggerInfo trigger, IEnumerable<string> actions, IEnumerable<string> guards)
    {
        var allActions = string.Join(", ", actions);
        var effect = allActions.Length > 0 ? $" / {allActions}" : "";
        return $"\t{source} --> {destination} : {trigger}{effect}{string.Concat(guards.Select(guard => $" [{guard}]"))}";
    }

    private static string Code(MermaidGraphDirection direction) => direction switch
    {
        MermaidGraphDirection.LeftToRight => "LR",
        MermaidGraphDirection.RightToLeft => "RL",
        MermaidGraphDirection.TopToBottom => "TB",
        MermaidGraphDirection.BottomToTop => "BT",
        _ => throw new ArgumentOutOfRangeException(nameof(direction), direction, "Unsupported direction."),
    };
}
