using Stateless.Reflection;

namespace Stateless;

public sealed partial class StateMachine<TState, TTrigger>
{
    public sealed partial class StateConfiguration
    {
        /// <summary>Runs an action when the state is entered because of the trigger.</summary>
        /// <param name="trigger">The trigger.</param>
        /// <param name="entryAction">The action.</param>
        /// <param name="entryActionDescription">What it is for.</param>
        public StateConfiguration OnEntryFrom(TTrigger trigger, Action entryAction, string? entryActionDescription = null) =>
            AddEntryFrom(trigger, (_, _) => entryAction(), InvocationInfo.Of(entryAction, entryActionDescription));

        /// <inheritdoc cref="OnEntryFrom(TTrigger, Action, string)"/>
        public StateConfiguration OnEntryFrom(TTrigger trigger, Action<Transition> entryAction, string? entryActionDescription = null) =>
            AddEntryFrom(
                trigger,
                (transition, _) => entryAction(transition),
                InvocationInfo.Of(entryAction, entryActionDescription));

        /// <inheritdoc cref="OnEntryFrom(TTrigger, Action, string)"/>
        public StateConfiguration OnEntryFrom<TArg0>(
            TriggerWithParameters<TArg0> trigger,
            Action<TArg0> entryAction,
            string? entryActionDescription = null) =>
            AddEntryFrom(
                trigger.Trigger,
                (_, args) => entryAction(Arguments.Unpack<TArg0>(args, 0)),
                InvocationInfo.Of(entryAction, entryActionDescription));

        /// <inheritdoc cref="OnEntryFrom(TTrigger, Action, string)"/>
        public StateConfiguration OnEntryFrom<TArg0>(
            TriggerWithParameters<TArg0> trigger,
            Action<TArg0, Transition> entryAction,
            string? entryActionDescription = null) =>
            AddEntryFrom(
                trigger.Trigger,
                (transition, args) => entryAction(Arguments.Unpack<TArg0>(args, 0), transition),
                InvocationInfo.Of(entryAction, entryActionDescription));

        /// <inheritdoc cref="OnEntryFrom(TTrigger, Action, string)"/>
        public StateConfiguration OnEntryFrom<TArg0, TArg1>(
            TriggerWithParameters<TArg0, TArg1> trigger,
            Action<TArg0, TArg1> entryAction,
            string? entryActionDescription = null) =>
            AddEntryFrom(
                trigger.Trigger,
                (_, args) => entryAction(Arguments.Unpack<TArg0>(args, 0), Arguments.Unpack<TArg1>(args, 1)),
                InvocationInfo.Of(entryAction, entryActionDescription));

        /// <inheritdoc cref="OnEntryFrom(TTrigger, Action, string)"/>
        public StateConfiguration OnEntryFrom<TArg0, TArg1>(
            TriggerWithParameters<TArg0, TArg1> trigger,
            Action<TArg0, TArg1, Transition> entryAction,
            string? entryActionDescription = null) =>
            AddEntryFrom(
                trigger.Trigger,
                (transition, args) => entryAction(Arguments.Unpack<TArg0>(args, 0), Arguments.Unpack<TArg1>(args, 1), transition),
                InvocationInfo.Of(entryAction, entryActionDescription));

        /// <inheritdoc cref="OnEntryFrom(TTrigger, Action, string)"/>
        public StateConfiguration OnEntryFrom<TArg0, TArg1, TArg2>(
            TriggerWithParameters<TArg0, TArg1, TArg2> trigger,
            Action<TArg0, TArg1, TArg2> entryAction,
            string? entryActionDescription = null) =>
            AddEntryFrom(
                trigger.Trigger,
                (_, args) => entryAction(Arguments.Unpack<TArg0>(args, 0), Arguments.Unpack<TArg1>(args, 1), Arguments.Unpack<TArg2>(args, 2)),
                InvocationInfo.Of(entryAction, entryActionDescription));

        /// <inheritdoc cref="OnEntryFrom(TTrigger, Action, string)"/>
        public StateConfiguration OnEntryFrom<TArg0, TArg1, TArg2>(
            TriggerWithParameters<TArg0, TArg1, TArg2> trigger,
            Action<TArg0, TArg1, TArg2, Transition> entryAction,
            string? entryActionDescription = null) =>
            AddEntryFrom(
                trigger.Trigger,
                (transition, args) => entryAction(Arguments.Unpack<TArg0>(args, 0), Arguments.Unpack<TArg1>(args, 1), Arguments.Unpack<TArg2>(args, 2), transition),
                InvocationInfo.Of(entryAction, entryActionDescription));

        private StateConfiguration AddEntryFrom(
            TTrigger trigger, Action<Transition, object?[]> run, InvocationInfo description)
        {
            _node.EntryActions.Add(StateAction.SyncFrom(trigger, run, description));
            return this;
        }
    }
}
