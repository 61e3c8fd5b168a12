using System.Diagnostics.CodeAnalysis;

namespace Stateless;

public sealed partial class StateMachine<TState, TTrigger>
{
    /// <summary>A state, its place in the hierarchy and all that is configured for it.</summary>
    private sealed class StateNode(TState value)
    {
        public TState Value { get; } = value;

        public StateNode? Superstate { get; set; }

        public List<StateNode> Substates { get; } = [];

        public bool HasInitialTransition { get; set; }

        public TState? InitialTransitionTarget { get; set; }

        public List<StateAction> EntryActions { get; } = [];

        public List<StateAction> ExitActions { get; } = [];

        public Dictionary<TTrigger, List<TriggerBehaviour>> Behaviours { get; } = [];

        public bool Is(TState state) => Value.Equals(state);

        /// <summary>Whether the state is this one or one of its substates, however deep.</summary>
        public bool Includes(TState state) => Is(state) || Substates.Exists(substate => substate.Includes(state));

        public IEnumerable<StateNode> SelfAndSuperstates()
        {
            for (var node = this; node is not null; node = node.Superstate)
            {
                yield return node;
            }
        }

        public void Add(TTrigger trigger, TriggerBehaviour behaviour)
        {
            if (!Behaviours.TryGetValue(trigger, out var behaviours))
            {
                behaviours = [];
                Behaviours.Add(trigger, behaviours);
            }

            behaviours.Add(behaviour);
        }

        public IEnumerable<TTrigger> PermittedTriggers(object?[] args) => SelfAndSuperstates()
            .SelectMany(node => node.Behaviours)
            .Where(behaviours => behaviours.Value.Exists(behaviour => behaviour.UnmetGuards(args).Length == 0))
            .Select(behaviours => behaviours.Key)
            .Distinct();

        /// <summary>Asks this state and, where it has no answer or its guards refuse, its superstates.</summary>
        /// <param name="trigger">The trigger.</param>
        /// <param name="args">What it was fired with.</param>
        /// <param name="handler">What to do.</param>
        /// <param name="unmetGuards">Who refused: the outermost state that knows the trigger. Null when none does.</param>
        public bool TryFindHandler(
            TTrigger trigger, object?[] args, [NotNullWhen(true)] out TriggerBehaviour? handler, out ICollection<string>? unmetGuards)
        {
            unmetGuards = null;
            foreach (var node in SelfAndSuperstates())
            {
                if (!node.Behaviours.TryGetValue(trigger, out var behaviours))
                {
                    continue;
                }

                handler = node.ChoosePermitted(trigger, behaviours, args, out unmetGuards);
                if (handler is not null)
                {
                    return true;
                }
            }

            handler = null;
            return false;
        }

        private TriggerBehaviour? ChoosePermitted(
            TTrigger trigger, List<TriggerBehaviour> behaviours, object?[] args, out ICollection<string> unmetGuards)
        {
            var candidates = behaviours.ConvertAll(behaviour => (Behaviour: behaviour, Unmet: behaviour.UnmetGuards(args)));
            var permitted = candidates.FindAll(candidate => candidate.Unmet.Length == 0);
            if (permitted.Count > 1)
            {
                throw new InvalidOperationException(
                    $"Multiple permitted exit transitions are configured from state '{Value}' for trigger '{trigger}'. Guard clauses must be mutually exclusive.");
            }

            unmetGuards = permitted.Count == 1 ? [] : [.. candidates.SelectMany(candidate => candidate.Unmet).Distinct()];
            return permitted.Count == 1 ? permitted[0].Behaviour : null;
        }
    }
}
