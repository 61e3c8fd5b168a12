using IncidentBot.Audit;
using IncidentBot.People;

namespace IncidentBot.Storage.Queries;

/// <summary>
/// Records of the audit that pass every filter which is set: by sequence, and by time where a time is asked for. For
/// auditors, who see all of it. What the filters look at is read from the chained text itself, so an answer is as sound as
/// the chain.
/// </summary>
public sealed record AuditQuery
{
    public AuditKind? Kind { get; init; }

    /// <summary>Who acted.</summary>
    public PersonId? Person { get; init; }

    /// <summary>As it was written: <c>INC-3</c>, <c>R-12</c>.</summary>
    public string? Subject { get; init; }

    /// <summary>Recorded then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Recorded before that.</summary>
    public DateTimeOffset? Until { get; init; }
    public bool NewestFirst { get; init; }
    public Cursor? After { get; init; }
    public int Limit { get; init; } = 20;

    public bool IsByTime => From is not null || Until is not null;
}
