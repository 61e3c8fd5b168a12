namespace Stateless.Reflection;

/// <summary>Describes a state.</summary>
public sealed class StateInfo
{
    internal StateInfo(object underlyingState, IEnumerable<ActionInfo> entryActions, IEnumerable<InvocationInfo> exitActions)
    {
        UnderlyingState = underlyingState;
        EntryActions = entryActions;
        ExitActions = exitActions;
    }

    /// <summary>The state itself.</summary>
    public object UnderlyingState { get; }

    /// <summary>The state it is a substate of, if any.</summary>
    public StateInfo? Superstate { get; internal set; }

    /// <summary>Its direct substates.</summary>
    public IEnumerable<StateInfo> Substates { get; internal set; } = [];

    /// <summary>What runs on entry.</summary>
    public IEnumerable<ActionInfo> EntryActions { get; }

    /// <summary>What runs on exit.</summary>
    public IEnumerable<InvocationInfo> ExitActions { get; }

    /// <summary>The transitions configured here: the fixed ones, then the dynamic ones. Inherited ones are the superstate's.</summary>
    public IEnumerable<TransitionInfo> Transitions => FixedTransitions.Concat<TransitionInfo>(DynamicTransitions);

    /// <summary>The transitions to a known state.</summary>
    public IEnumerable<FixedTransitionInfo> FixedTransitions { get; internal set; } = [];

    /// <summary>The transitions to a state chosen when the trigger is fired.</summary>
    public IEnumerable<DynamicTransitionInfo> DynamicTransitions { get; internal set; } = [];

    /// <summary>The triggers that change nothing here.</summary>
    public IEnumerable<IgnoredTransitionInfo> IgnoredTriggers { get; internal set; } = [];

    /// <summary>The state as text.</summary>
    public override string ToString() => $"{UnderlyingState}";
}
