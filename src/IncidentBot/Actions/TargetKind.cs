namespace IncidentBot.Actions;

/// <summary>A kind of target, registered by the folder that has its actions.</summary>
/// <param name="System">As in <see cref="Target.System"/>: <c>redis</c>.</param>
/// <param name="Setting">The section of the configuration where one is added, for whoever has none: <c>Targets</c>.</param>
public sealed record TargetKind(string System, string Setting);
