namespace Stateless.Reflection;

/// <summary>Describes a transition whose destination is known; reentry and internal transitions stay where they are.</summary>
public sealed class FixedTransitionInfo : TransitionInfo
{
    internal FixedTransitionInfo(object trigger, IEnumerable<GuardCondition> guards, StateInfo destinationState, bool isInternal = false)
        : base(trigger, guards)
    {
        DestinationState = destinationState;
        IsInternal = isInternal;
    }

    /// <summary>The state it leads to.</summary>
    public StateInfo DestinationState { get; }

    internal bool IsInternal { get; }
}
