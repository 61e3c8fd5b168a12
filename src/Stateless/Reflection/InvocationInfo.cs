namespace Stateless.Reflection;

/// <summary>Describes an action or a guard.</summary>
public sealed class InvocationInfo
{
    private readonly string? _description;

    private InvocationInfo(string methodName, string? description, bool isAsync)
    {
        MethodName = methodName;
        _description = description;
        IsAsync = isAsync;
    }

    /// <summary>The name of the method, which the compiler makes up for a lambda.</summary>
    public string MethodName { get; }

    /// <summary>The words it was configured with; without any, the name of the method, or "Function" for a lambda.</summary>
    public string Description => _description ?? (MethodName.Contains('<', StringComparison.Ordinal) ? "Function" : MethodName);

    /// <summary>Whether it runs asynchronously.</summary>
    public bool IsAsync { get; }

    internal static InvocationInfo Of(Delegate method, string? description, bool isAsync = false) =>
        new(method.Method.Name, description, isAsync);
}
