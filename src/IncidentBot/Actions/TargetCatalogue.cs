namespace IncidentBot.Actions;

/// <param name="System">The first half of the ids of the actions that fit it: <c>redis</c>.</param>
/// <param name="Address">For people to recognise it by; never holds a password.</param>
public sealed record Target(string Name, string System, string Address);

/// <summary>Every target there is. They come from configuration only; nobody can type an address.</summary>
public sealed class TargetCatalogue(IReadOnlyList<Target> targets, IReadOnlyList<TargetKind> kinds)
{
    public TargetCatalogue(IReadOnlyList<Target> targets)
        : this(targets, [])
    {
    }

    public IReadOnlyList<Target> All => targets;

    /// <summary>The one to use where none was named: the first of the system.</summary>
    public Target? DefaultFor(string system) => targets.FirstOrDefault(target => target.System == system);

    public Target? Find(string system, string name) =>
        targets.FirstOrDefault(target => target.System == system && string.Equals(target.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>What to do where there is no target of a system.</summary>
    public string HowToAdd(string system) => kinds.FirstOrDefault(kind => kind.System == system) is { } kind
        ? $"Add one to the configuration, under {kind.Setting}."
        : "Add one to the configuration.";
}
