using Stateless.Reflection;

namespace Stateless;

public sealed partial class StateMachine<TState, TTrigger>
{
    public sealed partial class StateConfiguration
    {
        /// <summary>Moves, on the trigger, to a state chosen at that moment; the choice may be the state itself.</summary>
        /// <param name="trigger">The trigger.</param>
        /// <param name="destinationStateSelector">Chooses the state.</param>
        /// <param name="destinationStateSelectorDescription">How it chooses.</param>
        /// <param name="possibleDestinationStates">The states it may choose, for diagrams.</param>
        public StateConfiguration PermitDynamic(
            TTrigger trigger,
            Func<TState> destinationStateSelector,
            string? destinationStateSelectorDescription = null,
            DynamicStateInfos? possibleDestinationStates = null) => PermitDynamic(
                trigger,
                _ => destinationStateSelector(),
                InvocationInfo.Of(destinationStateSelector, destinationStateSelectorDescription),
                [],
                possibleDestinationStates);

        /// <inheritdoc cref="PermitDynamic(TTrigger, Func{TState}, string, DynamicStateInfos)"/>
        public StateConfiguration PermitDynamic<TArg0>(
            TriggerWithParameters<TArg0> trigger,
            Func<TArg0, TState> destinationStateSelector,
            string? destinationStateSelectorDescription = null,
            DynamicStateInfos? possibleDestinationStates = null) => PermitDynamic(
                trigger.Trigger,
                args => destinationStateSelector(Arguments.Unpack<TArg0>(args, 0)),
                InvocationInfo.Of(destinationStateSelector, destinationStateSelectorDescription),
                [],
                possibleDestinationStates);

        /// <summary>Moves, on the trigger, to a state chosen at that moment, as long as the guard returns true.</summary>
        /// <param name="trigger">The trigger.</param>
        /// <param name="destinationStateSelector">Chooses the state.</param>
        /// <param name="guard">The guard.</param>
        /// <param name="guardDescription">Said to whoever the guard refuses.</param>
        /// <param name="possibleDestinationStates">The states it may choose, for diagrams.</param>
        public StateConfiguration PermitDynamicIf(
            TTrigger trigger,
            Func<TState> destinationStateSelector,
            Func<bool> guard,
            string? guardDescription = null,
            DynamicStateInfos? possibleDestinationStates = null) => PermitDynamic(
                trigger,
                _ => destinationStateSelector(),
                InvocationInfo.Of(destinationStateSelector, null),
                [GuardCondition.Of(guard, guardDescription)],
                possibleDestinationStates);

        private StateConfiguration PermitDynamic(
            TTrigger trigger,
            Func<object?[], TState> choose,
            InvocationInfo chooser,
            IReadOnlyList<GuardCondition> guards,
            DynamicStateInfos? possibleStates) => Add(
                trigger,
                new TriggerBehaviour.ToChosenState(choose, new DynamicTransitionInfo(trigger, guards, chooser, possibleStates), guards));
    }
}
