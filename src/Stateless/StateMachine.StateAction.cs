using Stateless.Reflection;

namespace Stateless;

public sealed partial class StateMachine<TState, TTrigger>
{
    /// <summary>An entry or exit action.</summary>
    /// <param name="Run">The action; a synchronous one has happened when it returns.</param>
    /// <param name="Description">Its description, which also says whether it is asynchronous.</param>
    /// <param name="FromTrigger">The only trigger it runs for, where introspection shows one.</param>
    private sealed record StateAction(
        Func<Transition, object?[], Task> Run, InvocationInfo Description, string? FromTrigger = null)
    {
        public static StateAction Sync(Action<Transition, object?[]> run, InvocationInfo description) =>
            new(Complete(run), description);

        public static StateAction SyncFrom(TTrigger trigger, Action<Transition, object?[]> run, InvocationInfo description) =>
            new(Only(trigger, Complete(run)), description, trigger.ToString());

        public static StateAction Async(Func<Transition, object?[], Task> run, InvocationInfo description) =>
            new(run, description);

        // Like the package: introspection does not show the trigger, and Fire refuses it whatever the trigger.
        public static StateAction AsyncFrom(TTrigger trigger, Func<Transition, object?[], Task> run, InvocationInfo description) =>
            new(Only(trigger, run), description);

        private static Func<Transition, object?[], Task> Complete(Action<Transition, object?[]> run) => (transition, args) =>
        {
            run(transition, args);
            return Task.CompletedTask;
        };

        private static Func<Transition, object?[], Task> Only(TTrigger trigger, Func<Transition, object?[], Task> run) =>
            (transition, args) => transition.Trigger.Equals(trigger) ? run(transition, args) : Task.CompletedTask;
    }
}
