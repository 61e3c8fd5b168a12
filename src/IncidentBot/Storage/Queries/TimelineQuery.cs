using IncidentBot.Incidents;
using IncidentBot.People;
using IncidentBot.Timeline;

namespace IncidentBot.Storage.Queries;

/// <summary>
/// Entries of one incident that pass every filter which is set, in the order they were recorded. Whoever asks has found the
/// incident, and with that may see it.
/// </summary>
public sealed record TimelineQuery(IncidentId Incident)
{
    public TimelineKind? Kind { get; init; }

    /// <summary>Who did it.</summary>
    public PersonId? Person { get; init; }

    /// <summary>It happened then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>It happened before that.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>See <see cref="SearchText"/>.</summary>
    public string? Text { get; init; }
    public bool NewestFirst { get; init; }
    public Cursor? After { get; init; }
    public int Limit { get; init; } = 20;
}
