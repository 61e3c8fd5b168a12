namespace Stateless;

public sealed partial class StateMachine<TState, TTrigger>
{
    private readonly Queue<(TTrigger Trigger, object?[] Args)> _queue = new();
    private bool _firing;

    /// <summary>Moves the machine as the current state is configured for the trigger.</summary>
    /// <exception cref="InvalidOperationException">
    /// The current state does not permit the trigger, a guard refuses it, or asynchronous code would have to run.
    /// </exception>
    public void Fire(TTrigger trigger) => FireSync(trigger, []);

    /// <inheritdoc cref="Fire(TTrigger)"/>
    public void Fire<TArg0>(TriggerWithParameters<TArg0> trigger, TArg0 arg0) => FireSync(trigger.Trigger, [arg0]);

    /// <inheritdoc cref="Fire(TTrigger)"/>
    public void Fire<TArg0, TArg1>(TriggerWithParameters<TArg0, TArg1> trigger, TArg0 arg0, TArg1 arg1) =>
        FireSync(trigger.Trigger, [arg0, arg1]);

    /// <inheritdoc cref="Fire(TTrigger)"/>
    public void Fire<TArg0, TArg1, TArg2>(
        TriggerWithParameters<TArg0, TArg1, TArg2> trigger, TArg0 arg0, TArg1 arg1, TArg2 arg2) =>
        FireSync(trigger.Trigger, [arg0, arg1, arg2]);

    /// <summary>Moves the machine as the current state is configured for the trigger, running asynchronous actions too.</summary>
    /// <exception cref="InvalidOperationException">
    /// The current state does not permit the trigger, or a guard refuses it.
    /// </exception>
    public Task FireAsync(TTrigger trigger) => FireOrQueue(trigger, [], canAwait: true);

    /// <inheritdoc cref="FireAsync(TTrigger)"/>
    public Task FireAsync<TArg0>(TriggerWithParameters<TArg0> trigger, TArg0 arg0) =>
        FireOrQueue(trigger.Trigger, [arg0], canAwait: true);

    /// <inheritdoc cref="FireAsync(TTrigger)"/>
    public Task FireAsync<TArg0, TArg1>(TriggerWithParameters<TArg0, TArg1> trigger, TArg0 arg0, TArg1 arg1) =>
        FireOrQueue(trigger.Trigger, [arg0, arg1], canAwait: true);

    /// <inheritdoc cref="FireAsync(TTrigger)"/>
    public Task FireAsync<TArg0, TArg1, TArg2>(
        TriggerWithParameters<TArg0, TArg1, TArg2> trigger, TArg0 arg0, TArg1 arg1, TArg2 arg2) =>
        FireOrQueue(trigger.Trigger, [arg0, arg1, arg2], canAwait: true);

    // Blocks nobody: what cannot be awaited throws before it starts, so the task is already complete.
    private void FireSync(TTrigger trigger, object?[] args) =>
        FireOrQueue(trigger, args, canAwait: false).GetAwaiter().GetResult();

    private async Task FireOrQueue(TTrigger trigger, object?[] args, bool canAwait)
    {
        if (_firingMode == FiringMode.Immediate)
        {
            await FireOne(trigger, args, canAwait);
            return;
        }

        _queue.Enqueue((trigger, args));
        if (_firing)
        {
            return;
        }

        _firing = true;
        try
        {
            while (_queue.TryDequeue(out var next))
            {
                await FireOne(next.Trigger, next.Args, canAwait);
            }
        }
        finally
        {
            _firing = false;
        }
    }

    private async Task FireOne(TTrigger trigger, object?[] args, bool canAwait)
    {
        if (_parameters.TryGetValue(trigger, out var parameters))
        {
            parameters.ValidateParameters(args);
        }

        var source = NodeOf(State);
        if (!source.TryFindHandler(trigger, args, out var handler, out var unmetGuards))
        {
            await _unhandledTrigger.Run(source.Value, trigger, unmetGuards, canAwait);
            return;
        }

        switch (handler)
        {
            case TriggerBehaviour.ToState to when source.Is(to.Destination):
                // Inherited from a superstate, and the machine is there already: only PermitReentry leaves a state for itself.
                break;
            case TriggerBehaviour.ToState to:
                await Move(source, new Transition(source.Value, to.Destination, trigger, args), canAwait);
                break;
            case TriggerBehaviour.ToChosenState to:
                await Move(source, new Transition(source.Value, to.Choose(args), trigger, args), canAwait);
                break;
            case TriggerBehaviour.Reentry into:
                await Reenter(source, new Transition(source.Value, into.Destination, trigger, args), canAwait);
                break;
            case TriggerBehaviour.Internal stay:
                stay.Action(new Transition(source.Value, source.Value, trigger, args), args);
                break;
        }
    }
}
