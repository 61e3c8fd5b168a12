namespace IncidentBot.Messages;

/// <summary>What a message that updates in place is about: <c>incident:INC-1</c>'s id, or a run's id.</summary>
public sealed record LiveSubject(string Kind, Guid Id)
{
    public const string Incident = "incident";
    public const string Run = "run";

    public override string ToString() => $"{Kind}:{Id:N}";
}
