namespace IncidentBot.Incidents;

public readonly record struct IncidentId(Guid Value)
{
    public static IncidentId New(DateTimeOffset at) => new(Guid.CreateVersion7(at));
}
