namespace Stateless.Reflection;

/// <summary>The states that a dynamic transition may choose.</summary>
public sealed class DynamicStateInfos : List<DynamicStateInfo>
{
    /// <summary>Adds a state by name.</summary>
    public void Add(string destinationState, string criterion) => Add(new DynamicStateInfo(destinationState, criterion));

    /// <summary>Adds a state.</summary>
    public void Add<TState>(TState destinationState, string criterion)
        where TState : notnull => Add($"{destinationState}", criterion);
}
