using Stateless.Reflection;

namespace Stateless.Graph;

/// <summary>Draws a state machine as a Mermaid state diagram.</summary>
public static class MermaidGraph
{
    /// <summary>The diagram as Mermaid source.</summary>
    /// <param name="machineInfo">The machine.</param>
    /// <param name="direction">Which way the diagram flows; left to Mermaid when null.</param>
    public static string Format(StateMachineInfo machineInfo, MermaidGraphDirection? direction = null) =>
        string.Join(Environment.NewLine, new MermaidDiagram(machineInfo).Lines(direction));
}
