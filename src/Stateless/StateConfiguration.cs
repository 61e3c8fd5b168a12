namespace Stateless;

public sealed partial class StateMachine<TState, TTrigger>
{
    /// <summary>Configures one state. Every method returns the configuration, to be chained.</summary>
    public sealed partial class StateConfiguration
    {
        private readonly StateNode _node;

        internal StateConfiguration(StateMachine<TState, TTrigger> machine, TState state)
        {
            Machine = machine;
            _node = machine.NodeOf(state);
        }

        /// <summary>The state being configured.</summary>
        public TState State => _node.Value;

        /// <summary>The machine it belongs to.</summary>
        public StateMachine<TState, TTrigger> Machine { get; }

        /// <summary>
        /// Puts the state inside another: it inherits the other's transitions, and moving between substates of one state
        /// neither leaves nor enters that state.
        /// </summary>
        /// <exception cref="ArgumentException">The states would contain each other.</exception>
        public StateConfiguration SubstateOf(TState superstate)
        {
            if (_node.Is(superstate))
            {
                throw new ArgumentException(
                    $"Configuring {State} as a substate of {superstate} creates an illegal cyclic configuration.", nameof(superstate));
            }

            var super = Machine.NodeOf(superstate);
            if (super.SelfAndSuperstates().Contains(_node))
            {
                throw new ArgumentException(
                    $"Configuring {State} as a substate of {superstate} creates an illegal nested cyclic configuration.", nameof(superstate));
            }

            _node.Superstate = super;
            super.Substates.Add(_node);
            return this;
        }

        /// <summary>Goes on into a substate whenever the state itself is entered.</summary>
        /// <exception cref="InvalidOperationException">The state has an initial transition already.</exception>
        /// <exception cref="ArgumentException">The substate is the state itself.</exception>
        public StateConfiguration InitialTransition(TState targetState)
        {
            if (_node.HasInitialTransition)
            {
                throw new InvalidOperationException(
                    $"This state has already been configured with an inital transition ({_node.InitialTransitionTarget}).");
            }

            if (_node.Is(targetState))
            {
                throw new ArgumentException("Setting the current state as the target destination state is not allowed.", nameof(targetState));
            }

            _node.HasInitialTransition = true;
            _node.InitialTransitionTarget = targetState;
            return this;
        }

        private StateConfiguration Add(TTrigger trigger, TriggerBehaviour behaviour)
        {
            _node.Add(trigger, behaviour);
            return this;
        }
    }
}
