namespace Stateless;

public sealed partial class StateMachine<TState, TTrigger>
{
    /// <summary>A move from one state to another.</summary>
    /// <param name="source">The state that is left.</param>
    /// <param name="destination">The state that is entered.</param>
    /// <param name="trigger">The trigger that caused it.</param>
    /// <param name="parameters">The arguments the trigger was fired with, if any.</param>
    public class Transition(TState source, TState destination, TTrigger trigger, object?[]? parameters = null)
    {
        /// <summary>The state that is left.</summary>
        public TState Source { get; } = source;

        /// <summary>The state that is entered.</summary>
        public TState Destination { get; } = destination;

        /// <summary>The trigger that caused it.</summary>
        public TTrigger Trigger { get; } = trigger;

        /// <summary>The arguments the trigger was fired with; empty for a trigger without parameters.</summary>
        public object?[] Parameters { get; } = parameters ?? [];

        /// <summary>Whether a state is left only to be entered again.</summary>
        public bool IsReentry => Source.Equals(Destination);
    }

    /// <summary>The move from a state that was just entered into its initial substate.</summary>
    /// <param name="source">The state that is left.</param>
    /// <param name="destination">The state that is entered.</param>
    /// <param name="trigger">The trigger that caused it.</param>
    /// <param name="parameters">The arguments the trigger was fired with, if any.</param>
    public sealed class InitialTransition(TState source, TState destination, TTrigger trigger, object?[]? parameters = null)
        : Transition(source, destination, trigger, parameters);
}
