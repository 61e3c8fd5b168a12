namespace IncidentBot.Actions;

public enum Risk
{
    /// <summary>Reads only; runs at once.</summary>
    Observe,

    /// <summary>Changes the target in a way that can be undone or repairs itself; the requester confirms it.</summary>
    Change,

    /// <summary>Removes something for good; a second human approves it.</summary>
    Destructive,
}

public sealed record ActionDefinition(ActionId Id, Risk Risk, string Help)
{
    public IReadOnlyList<ActionParameter> Parameters { get; init; } = [];

    /// <summary>What takes longer is not read unless somebody asks for it.</summary>
    public static readonly TimeSpan UsualTimeLimit = TimeSpan.FromSeconds(20);

    /// <summary>The longest that <c>Apply</c>, or a read, may take before it is stopped.</summary>
    public TimeSpan TimeLimit { get; init; } = UsualTimeLimit;
}

/// <param name="Example">A value that could be typed as it stands.</param>
public sealed record ActionParameter(string Name, string Help, string Example)
{
    public bool Required { get; init; }

    /// <summary>For the last parameter: it gets all further words too, with a blank between them.</summary>
    public bool TakesRest { get; init; }

    /// <summary>The values allowed; empty where <see cref="Check"/> alone decides.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Says what is wrong with a value, or null when it is fine.</summary>
    public Func<string, string?>? Check { get; init; }
}
