namespace Stateless.Reflection;

/// <summary>Describes a trigger that a state ignores.</summary>
public sealed class IgnoredTransitionInfo : TransitionInfo
{
    internal IgnoredTransitionInfo(object trigger, IEnumerable<GuardCondition> guards)
        : base(trigger, guards)
    {
    }
}
