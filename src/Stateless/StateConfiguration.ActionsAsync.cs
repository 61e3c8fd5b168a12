using Stateless.Reflection;

namespace Stateless;

public sealed partial class StateMachine<TState, TTrigger>
{
    public sealed partial class StateConfiguration
    {
        /// <summary>Runs an asynchronous action whenever the state is entered. Only FireAsync can run it.</summary>
        /// <param name="entryAction">The action.</param>
        /// <param name="entryActionDescription">What it is for.</param>
        public StateConfiguration OnEntryAsync(Func<Task> entryAction, string? entryActionDescription = null) =>
            AddEntry((_, _) => entryAction(), InvocationInfo.Of(entryAction, entryActionDescription, isAsync: true));

        /// <inheritdoc cref="OnEntryAsync(Func{Task}, string)"/>
        public StateConfiguration OnEntryAsync(Func<Transition, Task> entryAction, string? entryActionDescription = null) =>
            AddEntry((transition, _) => entryAction(transition), InvocationInfo.Of(entryAction, entryActionDescription, isAsync: true));

        /// <summary>Runs an asynchronous action whenever the state is left. Only FireAsync can run it.</summary>
        /// <param name="exitAction">The action.</param>
        /// <param name="exitActionDescription">What it is for.</param>
        public StateConfiguration OnExitAsync(Func<Task> exitAction, string? exitActionDescription = null) =>
            AddExit(_ => exitAction(), InvocationInfo.Of(exitAction, exitActionDescription, isAsync: true));

        /// <inheritdoc cref="OnExitAsync(Func{Task}, string)"/>
        public StateConfiguration OnExitAsync(Func<Transition, Task> exitAction, string? exitActionDescription = null) =>
            AddExit(exitAction, InvocationInfo.Of(exitAction, exitActionDescription, isAsync: true));

        private StateConfiguration AddEntry(Func<Transition, object?[], Task> run, InvocationInfo description)
        {
            _node.EntryActions.Add(StateAction.Async(run, description));
            return this;
        }

        private StateConfiguration AddExit(Func<Transition, Task> run, InvocationInfo description)
        {
            _node.ExitActions.Add(StateAction.Async((transition, _) => run(transition), description));
            return this;
        }
    }
}
