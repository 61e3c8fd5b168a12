namespace Stateless;

/// <summary>A machine that moves between states when triggers are fired.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TTrigger">The triggers that move the machine from one state to another.</typeparam>
public sealed partial class StateMachine<TState, TTrigger>
    where TState : notnull
    where TTrigger : notnull
{
    private readonly Dictionary<TState, StateNode> _nodes = [];
    private readonly Dictionary<TTrigger, TriggerWithParameters> _parameters = [];
    private readonly Func<TState> _stateAccessor;
    private readonly Action<TState> _stateMutator;
    private readonly TState _initialState;
    private readonly FiringMode _firingMode;

    /// <summary>A machine that keeps its own state, firing in <see cref="FiringMode.Queued"/> mode.</summary>
    public StateMachine(TState initialState)
        : this(initialState, FiringMode.Queued)
    {
    }

    /// <summary>A machine that keeps its own state.</summary>
    public StateMachine(TState initialState, FiringMode firingMode)
    {
        var state = initialState;
        _stateAccessor = () => state;
        _stateMutator = value => state = value;
        _initialState = initialState;
        _firingMode = firingMode;
    }

    /// <summary>A machine whose state is kept elsewhere, firing in <see cref="FiringMode.Queued"/> mode.</summary>
    /// <param name="stateAccessor">Reads the state.</param>
    /// <param name="stateMutator">Writes the state.</param>
    public StateMachine(Func<TState> stateAccessor, Action<TState> stateMutator)
        : this(stateAccessor, stateMutator, FiringMode.Queued)
    {
    }

    /// <summary>A machine whose state is kept elsewhere.</summary>
    /// <param name="stateAccessor">Reads the state.</param>
    /// <param name="stateMutator">Writes the state.</param>
    /// <param name="firingMode">What happens to a trigger fired while another one is being handled.</param>
    public StateMachine(Func<TState> stateAccessor, Action<TState> stateMutator, FiringMode firingMode)
    {
        _stateAccessor = stateAccessor;
        _stateMutator = stateMutator;
        _initialState = stateAccessor();
        _firingMode = firingMode;
    }

    /// <summary>The state the machine is in.</summary>
    public TState State
    {
        get => _stateAccessor();
        private set => _stateMutator(value);
    }

    /// <summary>Starts, or goes on with, the configuration of a state.</summary>
    public StateConfiguration Configure(TState state) => new(this, state);

    /// <summary>The current state and the triggers it permits.</summary>
    public override string ToString() =>
        $"StateMachine {{ State = {State}, PermittedTriggers = {{ {string.Join(", ", PermittedTriggers)} }}}}";

    private StateNode NodeOf(TState state)
    {
        if (!_nodes.TryGetValue(state, out var node))
        {
            node = new StateNode(state);
            _nodes.Add(state, node);
        }

        return node;
    }
}
