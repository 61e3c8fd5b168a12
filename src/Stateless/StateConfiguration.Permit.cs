namespace Stateless;

public sealed partial class StateMachine<TState, TTrigger>
{
    public sealed partial class StateConfiguration
    {
        /// <summary>Moves to another state on the trigger.</summary>
        /// <exception cref="ArgumentException">The other state is this one: that is for PermitReentry or Ignore to say.</exception>
        public StateConfiguration Permit(TTrigger trigger, TState destinationState) => Permit(trigger, destinationState, []);

        /// <summary>Moves to another state on the trigger, as long as the guard returns true.</summary>
        /// <param name="trigger">The trigger.</param>
        /// <param name="destinationState">The other state.</param>
        /// <param name="guard">The guard.</param>
        /// <param name="guardDescription">Said to whoever the guard refuses.</param>
        /// <exception cref="ArgumentException">The other state is this one: that is for PermitReentryIf or IgnoreIf to say.</exception>
        public StateConfiguration PermitIf(
            TTrigger trigger, TState destinationState, Func<bool> guard, string? guardDescription = null) =>
            Permit(trigger, destinationState, [GuardCondition.Of(guard, guardDescription)]);

        /// <summary>Moves to another state on the trigger, as long as all the guards return true.</summary>
        /// <param name="trigger">The trigger.</param>
        /// <param name="destinationState">The other state.</param>
        /// <param name="guards">The guards, each with what is said to whoever it refuses.</param>
        /// <exception cref="ArgumentException">The other state is this one: that is for PermitReentryIf or IgnoreIf to say.</exception>
        public StateConfiguration PermitIf(TTrigger trigger, TState destinationState, params Tuple<Func<bool>, string>[] guards) =>
            Permit(trigger, destinationState, Conditions(guards));

        private static GuardCondition[] Conditions(Tuple<Func<bool>, string>[] guards) =>
            [.. guards.Select(guard => GuardCondition.Of(guard.Item1, guard.Item2))];

        private StateConfiguration Permit(TTrigger trigger, TState destinationState, IReadOnlyList<GuardCondition> guards)
        {
            if (_node.Is(destinationState))
            {
                throw new ArgumentException(
                    "Permit() (and PermitIf()) require that the destination state is not equal to the source state. To accept a trigger without changing state, use either Ignore() or PermitReentry().",
                    nameof(destinationState));
            }

            return Add(trigger, new TriggerBehaviour.ToState(destinationState, guards));
        }
    }
}
