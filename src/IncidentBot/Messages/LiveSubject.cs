namespace IncidentBot.Messages;

/// <summary>
/// What a message that updates in place is about: an incident, its runbook, or a run. Of an incident it is the announcement
/// where it is not handled.
/// </summary>
public sealed record LiveSubject(string Kind, Guid Id)
{
    public const string Incident = "incident";
    public const string Run = "run";

    /// <summary>The runbook of an incident; the id is the incident's.</summary>
    public const string Runbook = "runbook";

    public override string ToString() => $"{Kind}:{Id:N}";
}
