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
public sealed class TargetCatalogue(IReadOnlyList<Target> configured, IReadOnlyList<TargetKind> kinds)
{
    /// <summary>The one that is meant where none is named, whatever else there is.</summary>
    public const string Primary = "primary";

    /// <summary>Settings come in the order of their names, and one that is added must not change what short commands mean.</summary>
    private readonly IReadOnlyList<Target> targets =
        [.. configured.GroupBy(target => target.System).SelectMany(system => system.OrderByDescending(target => IsCalled(target, Primary)))];

    public TargetCatalogue(IReadOnlyList<Target> targets)
        : this(targets, [])
    {
    }

    /// <summary>Those of which there is a target.</summary>
    public IReadOnlyList<TargetKind> Kinds => [.. kinds.Where(kind => Of(kind.System).Count > 0)];

    /// <summary>System by system, and of each `primary` first.</summary>
    public IReadOnlyList<Target> All => targets;

    public IReadOnlyList<Target> Of(string system) => [.. targets.Where(target => target.System == system)];

    /// <summary>The lock of the target that the call changes.</summary>
    public string LockOf(ActionCall call) => Find(call.Action.System, call.Target)?.Lock ?? Target.LockOf(call.Action.System, call.Target);

    /// <summary>What is meant where none was named: `primary`, or the only one there is. Null where that is nobody's to guess.</summary>
    public Target? DefaultFor(string system)
    {
        var there = Of(system);
        return there.Count == 1 || (there.Count > 1 && IsCalled(there[0], Primary)) ? there[0] : null;
    }

    /// <summary>What an incident is about where no target is named: `primary`, or the only name there is. Null where that is nobody's to guess.</summary>
    public Target? Default =>
        Find(Primary) ?? (targets.DistinctBy(target => target.Name, StringComparer.OrdinalIgnoreCase).ToList() is [var only] ? only : null);

    /// <summary>The first that is called so, of any system.</summary>
    public Target? Find(string name) => targets.FirstOrDefault(target => IsCalled(target, name));

    public Target? Find(string system, string name) => targets.FirstOrDefault(target => target.System == system && IsCalled(target, name));

    /// <summary>What to do where there is no target of a system.</summary>
    public string HowToAdd(string system) => kinds.FirstOrDefault(kind => kind.System == system) is { } kind
        ? $"Add one to the configuration, under {kind.Setting}: {kind.ReadOn} says how."
        : "Add one to the configuration.";

    private static bool IsCalled(Target target, string name) => string.Equals(target.Name, name, StringComparison.OrdinalIgnoreCase);
}
