using IncidentBot.Incidents;

namespace IncidentBot.Desk;

/// <summary>What somebody asks for who opens an incident.</summary>
/// <param name="Title">As it was typed; the id of a runbook may be its first word.</param>
/// <param name="Target">The name of a target; null for the first one there is.</param>
public sealed record Opening(Severity Severity, string Title, string? Target)
{
    public IncidentKind Kind { get; init; }
    public bool IsPrivate { get; init; }

    /// <summary>What a drill rehearses; null for anything else.</summary>
    public string? Rehearses { get; init; }

    /// <summary>When it began; of one that is written down afterwards, and of no other.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>When it was over; null where it is not, or where nobody says.</summary>
    public DateTimeOffset? Until { get; init; }
}
