using IncidentBot.Incidents;

namespace IncidentBot.Desk;

/// <summary>What somebody asks for who opens an incident.</summary>
/// <param name="Title">As it was typed; the id of a runbook may be its first word.</param>
/// <param name="Target">The name of a target; null for `primary`, or the only one there is.</param>
public sealed record Opening(Severity Severity, string Title, string? Target)
{
    /// <summary>What is meant where nobody says how bad it is, typed or in the form: nobody is woken for what was left out.</summary>
    public const Severity UsualSeverity = Severity.P1;

    /// <summary>Nobody said how bad it is.</summary>
    public bool IsUsual { get; init; }

    public IncidentKind Kind { get; init; }
    public bool IsPrivate { get; init; }

    /// <summary>What a drill rehearses; null for anything else.</summary>
    public string? Rehearses { get; init; }

    /// <summary>When it began; of one that is written down afterwards, and of no other.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>When it was over; null where it is not, or where nobody says.</summary>
    public DateTimeOffset? Until { get; init; }
}
