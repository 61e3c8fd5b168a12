namespace Stateless;

public sealed partial class StateMachine<TState, TTrigger>
{
    /// <summary>Says which argument a trigger takes from now on.</summary>
    /// <returns>What to fire the trigger with.</returns>
    /// <exception cref="InvalidOperationException">It was already said for this trigger.</exception>
    public TriggerWithParameters<TArg0> SetTriggerParameters<TArg0>(TTrigger trigger) =>
        Remember(new TriggerWithParameters<TArg0>(trigger));

    /// <inheritdoc cref="SetTriggerParameters{TArg0}(TTrigger)"/>
    public TriggerWithParameters<TArg0, TArg1> SetTriggerParameters<TArg0, TArg1>(TTrigger trigger) =>
        Remember(new TriggerWithParameters<TArg0, TArg1>(trigger));

    /// <inheritdoc cref="SetTriggerParameters{TArg0}(TTrigger)"/>
    public TriggerWithParameters<TArg0, TArg1, TArg2> SetTriggerParameters<TArg0, TArg1, TArg2>(TTrigger trigger) =>
        Remember(new TriggerWithParameters<TArg0, TArg1, TArg2>(trigger));

    private T Remember<T>(T trigger)
        where T : TriggerWithParameters
    {
        if (!_parameters.TryAdd(trigger.Trigger, trigger))
        {
            throw new InvalidOperationException($"Parameters for the trigger '{trigger.Trigger}' have already been configured.");
        }

        return trigger;
    }

    /// <summary>A trigger and the types of its arguments.</summary>
    public abstract class TriggerWithParameters
    {
        private readonly Type[] _argumentTypes;

        private protected TriggerWithParameters(TTrigger underlyingTrigger, params Type[] argumentTypes)
        {
            Trigger = underlyingTrigger;
            _argumentTypes = argumentTypes;
        }

        /// <summary>The trigger itself.</summary>
        public TTrigger Trigger { get; }

        internal void ValidateParameters(object?[] args) => Arguments.Validate(args, _argumentTypes);
    }

    /// <summary>A trigger that takes one argument.</summary>
    public sealed class TriggerWithParameters<TArg0>(TTrigger underlyingTrigger)
        : TriggerWithParameters(underlyingTrigger, typeof(TArg0));

    /// <summary>A trigger that takes two arguments.</summary>
    public sealed class TriggerWithParameters<TArg0, TArg1>(TTrigger underlyingTrigger)
        : TriggerWithParameters(underlyingTrigger, typeof(TArg0), typeof(TArg1));

    /// <summary>A trigger that takes three arguments.</summary>
    public sealed class TriggerWithParameters<TArg0, TArg1, TArg2>(TTrigger underlyingTrigger)
        : TriggerWithParameters(underlyingTrigger, typeof(TArg0), typeof(TArg1), typeof(TArg2));
}
