using Stateless.Reflection;

namespace Stateless;

public sealed partial class StateMachine<TState, TTrigger>
{
    /// <summary>What a state does with a trigger, as long as the guards are met.</summary>
    private abstract record TriggerBehaviour(IReadOnlyList<GuardCondition> Guards)
    {
        public string[] UnmetGuards(object?[] args) =>
            [.. Guards.Where(guard => !guard.IsMet(args)).Select(guard => guard.Description.Description)];

        public sealed record ToState(TState Destination, IReadOnlyList<GuardCondition> Guards) : TriggerBehaviour(Guards);

        public sealed record ToChosenState(
            Func<object?[], TState> Choose, DynamicTransitionInfo Info, IReadOnlyList<GuardCondition> Guards) : TriggerBehaviour(Guards);

        public sealed record Reentry(TState Destination, IReadOnlyList<GuardCondition> Guards) : TriggerBehaviour(Guards);

        public sealed record Internal(Action<Transition, object?[]> Action, IReadOnlyList<GuardCondition> Guards) : TriggerBehaviour(Guards);

        public sealed record Ignored(IReadOnlyList<GuardCondition> Guards) : TriggerBehaviour(Guards);
    }
}
