namespace Stateless.Reflection;

/// <summary>A state that a dynamic transition may choose.</summary>
/// <param name="destinationState">The name of the state.</param>
/// <param name="criterion">When it is chosen.</param>
public sealed class DynamicStateInfo(string destinationState, string criterion)
{
    /// <summary>The name of the state.</summary>
    public string DestinationState { get; set; } = destinationState;

    /// <summary>When it is chosen.</summary>
    public string Criterion { get; set; } = criterion;
}
