namespace IncidentBot.People;

/// <summary>What services and alert sources may do: nothing that is not given to them.</summary>
public sealed class Grants(IReadOnlyDictionary<Origin, Permissions> given)
{
    public static Grants None { get; } = new(new Dictionary<Origin, Permissions>());

    public Permissions Of(Origin origin) => given.GetValueOrDefault(origin);
}
