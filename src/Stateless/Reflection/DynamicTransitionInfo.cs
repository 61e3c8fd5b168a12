namespace Stateless.Reflection;

/// <summary>Describes a transition whose destination is chosen when the trigger is fired.</summary>
public sealed class DynamicTransitionInfo : TransitionInfo
{
    internal DynamicTransitionInfo(
        object trigger, IEnumerable<GuardCondition> guards, InvocationInfo selector, DynamicStateInfos? possibleDestinationStates)
        : base(trigger, guards)
    {
        DestinationStateSelectorDescription = selector;
        PossibleDestinationStates = possibleDestinationStates;
    }

    /// <summary>What chooses the destination.</summary>
    public InvocationInfo DestinationStateSelectorDescription { get; }

    /// <summary>The states it may choose; null when the configuration does not say.</summary>
    public DynamicStateInfos? PossibleDestinationStates { get; }
}
