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
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <inheritdoc cref="Parameter.ShowsOthersData"/>
    public bool ShowsOthersData(ActionCall call) => Parameters.Any(parameter => parameter.ShowsOthersData && call.Find(parameter.Name) is not null);

    /// <summary>What takes longer is not read unless somebody asks for it.</summary>
    public static readonly TimeSpan UsualTimeLimit = TimeSpan.FromSeconds(20);

    /// <summary>The longest that <c>Apply</c>, or a read, may take before it is stopped.</summary>
    public TimeSpan TimeLimit { get; init; } = UsualTimeLimit;
}
