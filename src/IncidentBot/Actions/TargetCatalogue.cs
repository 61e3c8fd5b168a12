using IncidentBot.Targets;

namespace IncidentBot.Actions;

/// <param name="System">The first half of the ids of the actions that fit it: <c>redis</c>.</param>
/// <param name="Address">For people to recognise it by; never holds a password.</param>
public sealed record Target(string Name, string System, string Address)
{
    /// <summary>
    /// What a change of it holds, so that one change runs at a time. Targets that are one server under several systems share one, on
    /// purpose: a Redis, and the queues in it. Two that only share a name do not.
    /// </summary>
    public string Lock { get; init; } = LockOf(System, Name);

    public TargetRef Ref => new(System, Name);

    public static string LockOf(string system, string name) => $"{system} {name}";
}

/// <summary>Every target there is. They come from configuration only; nobody can type an address.</summary>
public sealed class TargetCatalogue(IReadOnlyList<Target> targets, IReadOnlyList<TargetKind> kinds)
{
    public TargetCatalogue(IReadOnlyList<Target> targets)
        : this(targets, [])
    {
    }

    public IReadOnlyList<Target> All => targets;

    /// <summary>The lock of the target that the call changes.</summary>
    public string LockOf(ActionCall call) => Find(call.Action.System, call.Target)?.Lock ?? Target.LockOf(call.Action.System, call.Target);

    /// <summary>The one to use where none was named: the first of the system.</summary>
    public Target? DefaultFor(string system) => targets.FirstOrDefault(target => target.System == system);

    public Target? Find(string system, string name) =>
        targets.FirstOrDefault(target => target.System == system && string.Equals(target.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>What to do where there is no target of a system.</summary>
    public string HowToAdd(string system) => kinds.FirstOrDefault(kind => kind.System == system) is { } kind
        ? $"Add one to the configuration, under {kind.Setting}."
        : "Add one to the configuration.";
}
