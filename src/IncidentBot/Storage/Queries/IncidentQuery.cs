using IncidentBot.Incidents;
using IncidentBot.People;

namespace IncidentBot.Storage.Queries;

/// <summary>
/// Incidents that pass every filter which is set, newest first: by number, and by the time of their opening where a time
/// is asked for and no words are.
/// </summary>
/// <param name="Reader">What they may not see is neither found nor counted.</param>
public sealed record IncidentQuery(Reader Reader)
{
    /// <summary>Neither resolved nor closed nor cancelled.</summary>
    public bool OpenOnly { get; init; }
    public IncidentState? State { get; init; }
    public Severity? Severity { get; init; }
    public IncidentKind? Kind { get; init; }

    /// <summary>The name of a target.</summary>
    public string? Target { get; init; }

    /// <summary>A service of its runbook, in whatever case.</summary>
    public string? Service { get; init; }

    /// <summary>Has a part in it; see <see cref="Incident.Involved"/>.</summary>
    public PersonId? Person { get; init; }

    /// <summary>Opened then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Opened before that.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>In its label and title; see <see cref="SearchText"/>.</summary>
    public string? Text { get; init; }
    public Cursor? After { get; init; }
    public int Limit { get; init; } = 20;

    public bool IsByTime => (From is not null || Until is not null) && SearchText.WordsOf(Text).Count == 0;
}
