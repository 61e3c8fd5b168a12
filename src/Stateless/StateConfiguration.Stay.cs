namespace Stateless;

public sealed partial class StateMachine<TState, TTrigger>
{
    public sealed partial class StateConfiguration
    {
        /// <summary>Leaves the state and enters it again on the trigger, running its exit and entry actions.</summary>
        public StateConfiguration PermitReentry(TTrigger trigger) => PermitReentry(trigger, []);

        /// <summary>Leaves the state and enters it again on the trigger, as long as the guard returns true.</summary>
        /// <param name="trigger">The trigger.</param>
        /// <param name="guard">The guard.</param>
        /// <param name="guardDescription">Said to whoever the guard refuses.</param>
        public StateConfiguration PermitReentryIf(TTrigger trigger, Func<bool> guard, string? guardDescription = null) =>
            PermitReentry(trigger, [GuardCondition.Of(guard, guardDescription)]);

        /// <summary>Leaves the state and enters it again on the trigger, as long as all the guards return true.</summary>
        /// <param name="trigger">The trigger.</param>
        /// <param name="guards">The guards, each with what is said to whoever it refuses.</param>
        public StateConfiguration PermitReentryIf(TTrigger trigger, params Tuple<Func<bool>, string>[] guards) =>
            PermitReentry(trigger, Conditions(guards));

        /// <summary>Runs an action on the trigger without leaving the state.</summary>
        public StateConfiguration InternalTransition(TTrigger trigger, Action internalAction) =>
            InternalTransition(trigger, _ => internalAction());

        /// <inheritdoc cref="InternalTransition(TTrigger, Action)"/>
        public StateConfiguration InternalTransition(TTrigger trigger, Action<Transition> internalAction) =>
            InternalTransition(trigger, (transition, _) => internalAction(transition));

        /// <inheritdoc cref="InternalTransition(TTrigger, Action)"/>
        public StateConfiguration InternalTransition<TArg0>(
            TriggerWithParameters<TArg0> trigger, Action<TArg0, Transition> internalAction) =>
            InternalTransition(trigger.Trigger, (transition, args) => internalAction(Arguments.Unpack<TArg0>(args, 0), transition));

        /// <summary>Does nothing on the trigger, rather than throw.</summary>
        public StateConfiguration Ignore(TTrigger trigger) => Add(trigger, new TriggerBehaviour.Ignored([]));

        /// <summary>Does nothing on the trigger, as long as the guard returns true.</summary>
        /// <param name="trigger">The trigger.</param>
        /// <param name="guard">The guard.</param>
        /// <param name="guardDescription">Said to whoever the guard refuses.</param>
        public StateConfiguration IgnoreIf(TTrigger trigger, Func<bool> guard, string? guardDescription = null) =>
            Add(trigger, new TriggerBehaviour.Ignored([GuardCondition.Of(guard, guardDescription)]));

        /// <summary>Does nothing on the trigger, as long as all the guards return true.</summary>
        /// <param name="trigger">The trigger.</param>
        /// <param name="guards">The guards, each with what is said to whoever it refuses.</param>
        public StateConfiguration IgnoreIf(TTrigger trigger, params Tuple<Func<bool>, string>[] guards) =>
            Add(trigger, new TriggerBehaviour.Ignored(Conditions(guards)));

        private StateConfiguration PermitReentry(TTrigger trigger, IReadOnlyList<GuardCondition> guards) =>
            Add(trigger, new TriggerBehaviour.Reentry(State, guards));

        // The package guards an internal transition with a lambda, and so do its diagrams.
        private StateConfiguration InternalTransition(TTrigger trigger, Action<Transition, object?[]> internalAction) =>
            Add(trigger, new TriggerBehaviour.Internal(internalAction, [GuardCondition.Of(() => true, null)]));
    }
}
