namespace IncidentBot.Targets;

/// <summary>Names one target: a host and a Redis may both be called <c>primary</c>, and are two.</summary>
/// <param name="System">
/// The first half of the ids of its actions: <c>redis</c>. Empty where it is not known: an incident from before 2026-11-29 kept the
/// name alone, and means the first target that is called so.
/// </param>
public readonly record struct TargetRef(string System, string Name)
{
    /// <summary>Of something that no configured target is.</summary>
    public static TargetRef Unknown(string name) => new("", name);

    public bool IsOf(string system) => System.Length == 0 || System == system;

    /// <summary>As people know it.</summary>
    public override string ToString() => Name;
}
