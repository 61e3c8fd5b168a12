namespace IncidentBot.Actions;

/// <summary>A kind of target, registered by the folder that has its actions.</summary>
/// <param name="System">As in <see cref="Target.System"/>: <c>redis</c>.</param>
/// <param name="Setting">The section of the configuration where one is added, for whoever has none: <c>Targets</c>.</param>
/// <param name="ReadOn">The document that says how.</param>
public sealed record TargetKind(string System, string Setting, string ReadOn)
{
    /// <summary>What people notice when such a target is in trouble: <c>Redis is sick</c>. Help names the reads by it.</summary>
    public string Situation { get; init; } = $"{System} is in trouble";

    /// <summary>The verbs of the reads to begin with, the first one first.</summary>
    public IReadOnlyList<string> Looks { get; init; } = [];
}
