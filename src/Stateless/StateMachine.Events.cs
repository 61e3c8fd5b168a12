namespace Stateless;

public sealed partial class StateMachine<TState, TTrigger>
{
    private readonly TransitionEvent _transitioned = new();
    private readonly TransitionEvent _transitionCompleted = new();

    /// <summary>Calls back on every move, after the exit actions and before the entry actions.</summary>
    public void OnTransitioned(Action<Transition> onTransitionAction) => _transitioned.Add(onTransitionAction);

    /// <inheritdoc cref="OnTransitioned(Action{Transition})"/>
    public void OnTransitionedAsync(Func<Transition, Task> onTransitionAction) => _transitioned.Add(onTransitionAction);

    /// <summary>Calls back on every move, after the entry actions, with the state the machine came to rest in.</summary>
    public void OnTransitionCompleted(Action<Transition> onTransitionAction) => _transitionCompleted.Add(onTransitionAction);

    /// <inheritdoc cref="OnTransitionCompleted(Action{Transition})"/>
    public void OnTransitionCompletedAsync(Func<Transition, Task> onTransitionAction) =>
        _transitionCompleted.Add(onTransitionAction);

    private sealed class TransitionEvent
    {
        private readonly List<Action<Transition>> _callbacks = [];
        private readonly List<Func<Transition, Task>> _asyncCallbacks = [];

        public void Add(Action<Transition> callback) => _callbacks.Add(callback);

        public void Add(Func<Transition, Task> callback) => _asyncCallbacks.Add(callback);

        public async Task Raise(Transition transition, bool canAwait)
        {
            if (_asyncCallbacks.Count > 0 && !canAwait)
            {
                throw new InvalidOperationException(
                    "Cannot execute asynchronous action specified as OnTransitioned callback. Use asynchronous version of Fire [FireAsync]");
            }

            foreach (var callback in _callbacks)
            {
                callback(transition);
            }

            foreach (var callback in _asyncCallbacks)
            {
                await callback(transition);
            }
        }
    }
}
