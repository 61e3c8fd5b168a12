namespace Stateless;

public sealed partial class StateMachine<TState, TTrigger>
{
    private async Task Move(StateNode source, Transition transition, bool canAwait)
    {
        await Exit(source, transition, canAwait);
        State = transition.Destination;
        await _transitioned.Raise(transition, canAwait);

        var entered = await EnterWithInitial(NodeOf(transition.Destination), transition, canAwait);
        if (!entered.Is(State))
        {
            State = entered.Value;
        }

        await _transitionCompleted.Raise(new Transition(transition.Source, State, transition.Trigger, transition.Parameters), canAwait);
    }

    /// <summary>Leaves a state, with all substates the machine is in, and enters it again.</summary>
    /// <remarks>Like the package, assigns the state last: whoever is told of the reentry still reads the old one.</remarks>
    private async Task Reenter(StateNode source, Transition transition, bool canAwait)
    {
        var destination = NodeOf(transition.Destination);
        await Exit(source, transition, canAwait);
        if (!transition.IsReentry)
        {
            transition = new Transition(destination.Value, destination.Value, transition.Trigger, transition.Parameters);
            await Exit(destination, transition, canAwait);
        }

        await _transitioned.Raise(transition, canAwait);
        var entered = await EnterWithInitial(destination, transition, canAwait);
        await _transitionCompleted.Raise(transition, canAwait);
        State = entered.Value;
    }

    /// <summary>Runs exit actions from the inside out, up to the first state that the destination is in as well.</summary>
    private static async Task Exit(StateNode source, Transition transition, bool canAwait)
    {
        IEnumerable<StateNode> left = transition.IsReentry
            ? [source]
            : source.SelfAndSuperstates().TakeWhile(node => !node.Includes(transition.Destination));

        foreach (var action in left.SelectMany(node => node.ExitActions))
        {
            Refuse(action, canAwait, $"OnExit event for '{transition.Source}' state");
            await action.Run(transition, transition.Parameters);
        }
    }

    /// <summary>Enters the state, then its initial substate and so on.</summary>
    /// <returns>The innermost state entered.</returns>
    private async Task<StateNode> EnterWithInitial(StateNode node, Transition transition, bool canAwait)
    {
        await Enter(node, transition, canAwait);

        if (_firingMode == FiringMode.Immediate && !transition.Destination.Equals(State))
        {
            // An entry action fired a trigger that has already led somewhere else.
            node = NodeOf(State);
            transition = new Transition(transition.Source, State, transition.Trigger, transition.Parameters);
        }

        if (!node.HasInitialTransition)
        {
            return node;
        }

        var target = node.InitialTransitionTarget!;
        if (!node.Substates.Exists(substate => substate.Is(target)))
        {
            throw new InvalidOperationException($"The target ({target}) for the initial transition is not a substate.");
        }

        await _transitioned.Raise(new Transition(transition.Destination, target, transition.Trigger, transition.Parameters), canAwait);
        var initial = new InitialTransition(transition.Source, target, transition.Trigger, transition.Parameters);
        return await EnterWithInitial(NodeOf(target), initial, canAwait);
    }

    /// <summary>Runs entry actions from the outside in, from below the first state that the source is in as well.</summary>
    private static async Task Enter(StateNode destination, Transition transition, bool canAwait)
    {
        // On the way to an initial substate its superstates have just been entered.
        IEnumerable<StateNode> path = transition is InitialTransition ? [destination] : destination.SelfAndSuperstates();
        IEnumerable<StateNode> entered = transition.IsReentry
            ? [destination]
            : path.TakeWhile(node => !node.Includes(transition.Source)).Reverse();

        foreach (var action in entered.SelectMany(node => node.EntryActions))
        {
            Refuse(action, canAwait, $"OnEntry event for '{transition.Destination}' state");
            await action.Run(transition, transition.Parameters);
        }
    }

    private static void Refuse(StateAction action, bool canAwait, string where)
    {
        if (action.Description.IsAsync && !canAwait)
        {
            throw new InvalidOperationException(
                $"Cannot execute asynchronous action specified in {where}. Use asynchronous version of Fire [FireAsync]");
        }
    }
}
