using Stateless.Reflection;

namespace Stateless;

public sealed partial class StateMachine<TState, TTrigger>
{
    public sealed partial class StateConfiguration
    {
        /// <summary>Runs an asynchronous action when the state is entered because of the trigger. Only FireAsync can run it.</summary>
        /// <param name="trigger">The trigger.</param>
        /// <param name="entryAction">The action.</param>
        /// <param name="entryActionDescription">What it is for.</param>
        public StateConfiguration OnEntryFromAsync(TTrigger trigger, Func<Task> entryAction, string? entryActionDescription = null) =>
            AddEntryFrom(trigger, (_, _) => entryAction(), InvocationInfo.Of(entryAction, entryActionDescription, isAsync: true));

        /// <inheritdoc cref="OnEntryFromAsync(TTrigger, Func{Task}, string)"/>
        public StateConfiguration OnEntryFromAsync(TTrigger trigger, Func<Transition, Task> entryAction, string? entryActionDescription = null) =>
            AddEntryFrom(
                trigger,
                (transition, _) => entryAction(transition),
                InvocationInfo.Of(entryAction, entryActionDescription, isAsync: true));

        /// <inheritdoc cref="OnEntryFromAsync(TTrigger, Func{Task}, string)"/>
        public StateConfiguration OnEntryFromAsync<TArg0>(
            TriggerWithParameters<TArg0> trigger,
            Func<TArg0, Task> entryAction,
            string? entryActionDescription = null) =>
            AddEntryFrom(
                trigger.Trigger,
                (_, args) => entryAction(Arguments.Unpack<TArg0>(args, 0)),
                InvocationInfo.Of(entryAction, entryActionDescription, isAsync: true));

        /// <inheritdoc cref="OnEntryFromAsync(TTrigger, Func{Task}, string)"/>
        public StateConfiguration OnEntryFromAsync<TArg0>(
            TriggerWithParameters<TArg0> trigger,
            Func<TArg0, Transition, Task> entryAction,
            string? entryActionDescription = null) =>
            AddEntryFrom(
                trigger.Trigger,
                (transition, args) => entryAction(Arguments.Unpack<TArg0>(args, 0), transition),
                InvocationInfo.Of(entryAction, entryActionDescription, isAsync: true));

        /// <inheritdoc cref="OnEntryFromAsync(TTrigger, Func{Task}, string)"/>
        public StateConfiguration OnEntryFromAsync<TArg0, TArg1>(
            TriggerWithParameters<TArg0, TArg1> trigger,
            Func<TArg0, TArg1, Task> entryAction,
            string? entryActionDescription = null) =>
            AddEntryFrom(
                trigger.Trigger,
                (_, args) => entryAction(Arguments.Unpack<TArg0>(args, 0), Arguments.Unpack<TArg1>(args, 1)),
                InvocationInfo.Of(entryAction, entryActionDescription, isAsync: true));

        /// <inheritdoc cref="OnEntryFromAsync(TTrigger, Func{Task}, string)"/>
        public StateConfiguration OnEntryFromAsync<TArg0, TArg1>(
            TriggerWithParameters<TArg0, TArg1> trigger,
            Func<TArg0, TArg1, Transition, Task> entryAction,
            string? entryActionDescription = null) =>
            AddEntryFrom(
                trigger.Trigger,
                (transition, args) => entryAction(Arguments.Unpack<TArg0>(args, 0), Arguments.Unpack<TArg1>(args, 1), transition),
                InvocationInfo.Of(entryAction, entryActionDescription, isAsync: true));

        /// <inheritdoc cref="OnEntryFromAsync(TTrigger, Func{Task}, string)"/>
        public StateConfiguration OnEntryFromAsync<TArg0, TArg1, TArg2>(
            TriggerWithParameters<TArg0, TArg1, TArg2> trigger,
            Func<TArg0, TArg1, TArg2, Task> entryAction,
            string? entryActionDescription = null) =>
            AddEntryFrom(
                trigger.Trigger,
                (_, args) => entryAction(Arguments.Unpack<TArg0>(args, 0), Arguments.Unpack<TArg1>(args, 1), Arguments.Unpack<TArg2>(args, 2)),
                InvocationInfo.Of(entryAction, entryActionDescription, isAsync: true));

        /// <inheritdoc cref="OnEntryFromAsync(TTrigger, Func{Task}, string)"/>
        public StateConfiguration OnEntryFromAsync<TArg0, TArg1, TArg2>(
            TriggerWithParameters<TArg0, TArg1, TArg2> trigger,
            Func<TArg0, TArg1, TArg2, Transition, Task> entryAction,
            string? entryActionDescription = null) =>
            AddEntryFrom(
                trigger.Trigger,
                (transition, args) => entryAction(Arguments.Unpack<TArg0>(args, 0), Arguments.Unpack<TArg1>(args, 1), Arguments.Unpack<TArg2>(args, 2), transition),
                InvocationInfo.Of(entryAction, entryActionDescription, isAsync: true));

        private StateConfiguration AddEntryFrom(
            TTrigger trigger, Func<Transition, object?[], Task> run, InvocationInfo description)
        {
            _node.EntryActions.Add(StateAction.AsyncFrom(trigger, run, description));
            return this;
        }
    }
}
