namespace Stateless.Reflection;

/// <summary>Describes an entry action.</summary>
public sealed class ActionInfo
{
    internal ActionInfo(InvocationInfo method, string? fromTrigger)
    {
        Method = method;
        FromTrigger = fromTrigger;
    }

    /// <summary>What runs.</summary>
    public InvocationInfo Method { get; }

    /// <summary>The only trigger it runs for; null when it runs for every trigger, and for an asynchronous action.</summary>
    public string? FromTrigger { get; }
}
