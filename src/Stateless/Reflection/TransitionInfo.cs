namespace Stateless.Reflection;

/// <summary>Describes what a state does with a trigger.</summary>
public abstract class TransitionInfo
{
    private protected TransitionInfo(object trigger, IEnumerable<GuardCondition> guards)
    {
        Trigger = new TriggerInfo(trigger);
        GuardConditionsMethodDescriptions = [.. guards.Select(guard => guard.Description)];
    }

    /// <summary>The trigger.</summary>
    public TriggerInfo Trigger { get; }

    /// <summary>The guards, in the order they were configured; empty when there are none.</summary>
    public IEnumerable<InvocationInfo> GuardConditionsMethodDescriptions { get; }
}
