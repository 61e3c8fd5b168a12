namespace Stateless.Reflection;

/// <summary>Describes a state machine.</summary>
public sealed class StateMachineInfo
{
    internal StateMachineInfo(IEnumerable<StateInfo> states, Type stateType, Type triggerType, StateInfo initialState)
    {
        States = states;
        StateType = stateType;
        TriggerType = triggerType;
        InitialState = initialState;
    }

    /// <summary>The state the machine was made in. Only its name: look it up in <see cref="States"/> for more.</summary>
    public StateInfo InitialState { get; }

    /// <summary>The states in the order they were first mentioned to the machine, then those only led to.</summary>
    public IEnumerable<StateInfo> States { get; }

    /// <summary>The type of the states.</summary>
    public Type StateType { get; }

    /// <summary>The type of the triggers.</summary>
    public Type TriggerType { get; }
}
