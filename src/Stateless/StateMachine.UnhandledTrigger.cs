namespace Stateless;

public sealed partial class StateMachine<TState, TTrigger>
{
    private UnhandledTriggerAction _unhandledTrigger = UnhandledTriggerAction.Sync(Throw);

    /// <summary>Calls back, instead of throwing, when a trigger is fired that the current state does not permit.</summary>
    public void OnUnhandledTrigger(Action<TState, TTrigger> unhandledTriggerAction) =>
        OnUnhandledTrigger((state, trigger, _) => unhandledTriggerAction(state, trigger));

    /// <summary>
    /// Calls back, instead of throwing, when a trigger is fired that the current state does not permit. The last argument
    /// describes the guards that refused, and is null when the state does not know the trigger at all.
    /// </summary>
    public void OnUnhandledTrigger(Action<TState, TTrigger, ICollection<string>?> unhandledTriggerAction) =>
        _unhandledTrigger = UnhandledTriggerAction.Sync(unhandledTriggerAction);

    /// <inheritdoc cref="OnUnhandledTrigger(Action{TState, TTrigger})"/>
    public void OnUnhandledTriggerAsync(Func<TState, TTrigger, Task> unhandledTriggerAction) =>
        OnUnhandledTriggerAsync((state, trigger, _) => unhandledTriggerAction(state, trigger));

    /// <inheritdoc cref="OnUnhandledTrigger(Action{TState, TTrigger, ICollection{string}})"/>
    public void OnUnhandledTriggerAsync(Func<TState, TTrigger, ICollection<string>?, Task> unhandledTriggerAction) =>
        _unhandledTrigger = new UnhandledTriggerAction(unhandledTriggerAction, IsAsync: true);

    private static void Throw(TState state, TTrigger trigger, ICollection<string>? unmetGuards) =>
        throw new InvalidOperationException(unmetGuards is { Count: > 0 }
            ? $"Trigger '{trigger}' is valid for transition from state '{state}' but a guard conditions are not met. Guard descriptions: '{string.Join(", ", unmetGuards)}'."
            : $"No valid leaving transitions are permitted from state '{state}' for trigger '{trigger}'. Consider ignoring the trigger.");

    private sealed record UnhandledTriggerAction(Func<TState, TTrigger, ICollection<string>?, Task> Action, bool IsAsync)
    {
        public static UnhandledTriggerAction Sync(Action<TState, TTrigger, ICollection<string>?> action) => new(
            (state, trigger, unmetGuards) =>
            {
                action(state, trigger, unmetGuards);
                return Task.CompletedTask;
            },
            IsAsync: false);

        public Task Run(TState state, TTrigger trigger, ICollection<string>? unmetGuards, bool canAwait) => IsAsync && !canAwait
            ? throw new InvalidOperationException(
                "Cannot execute asynchronous action specified in OnUnhandledTrigger. Use asynchronous version of Fire [FireAsync]")
            : Action(state, trigger, unmetGuards);
    }
}
