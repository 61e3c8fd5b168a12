using Stateless.Reflection;

namespace Stateless;

public sealed partial class StateMachine<TState, TTrigger>
{
    public sealed partial class StateConfiguration
    {
        /// <summary>Runs an action whenever the state is entered.</summary>
        /// <param name="entryAction">The action.</param>
        /// <param name="entryActionDescription">What it is for.</param>
        public StateConfiguration OnEntry(Action entryAction, string? entryActionDescription = null) =>
            AddEntry((_, _) => entryAction(), InvocationInfo.Of(entryAction, entryActionDescription));

        /// <inheritdoc cref="OnEntry(Action, string)"/>
        public StateConfiguration OnEntry(Action<Transition> entryAction, string? entryActionDescription = null) =>
            AddEntry((transition, _) => entryAction(transition), InvocationInfo.Of(entryAction, entryActionDescription));

        /// <summary>Runs an action whenever the state is left.</summary>
        /// <param name="exitAction">The action.</param>
        /// <param name="exitActionDescription">What it is for.</param>
        public StateConfiguration OnExit(Action exitAction, string? exitActionDescription = null) =>
            AddExit(_ => exitAction(), InvocationInfo.Of(exitAction, exitActionDescription));

        /// <inheritdoc cref="OnExit(Action, string)"/>
        public StateConfiguration OnExit(Action<Transition> exitAction, string? exitActionDescription = null) =>
            AddExit(exitAction, InvocationInfo.Of(exitAction, exitActionDescription));

        private StateConfiguration AddEntry(Action<Transition, object?[]> run, InvocationInfo description)
        {
            _node.EntryActions.Add(StateAction.Sync(run, description));
            return this;
        }

        private StateConfiguration AddExit(Action<Transition> run, InvocationInfo description)
        {
            _node.ExitActions.Add(StateAction.Sync((transition, _) => run(transition), description));
            return this;
        }
    }
}
