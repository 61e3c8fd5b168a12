using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.People;

namespace IncidentBot.Storage.Queries;

/// <summary>
/// Runs that pass every filter which is set, newest first: by number, and by the time they were asked for where a time is.
/// </summary>
/// <param name="Reader">Runs of incidents that they may not see are neither found nor counted.</param>
public sealed record RunQuery(Reader Reader)
{
    /// <summary>Not over yet, or in need of a review.</summary>
    public bool UnsettledOnly { get; init; }
    public RunState? State { get; init; }
    public ActionId? Action { get; init; }

    /// <summary>The name of a target.</summary>
    public string? Target { get; init; }
    public IncidentId? Incident { get; init; }
    public PersonId? RequestedBy { get; init; }

    /// <summary>Asked for then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Asked for before that.</summary>
    public DateTimeOffset? Until { get; init; }
    public Cursor? After { get; init; }
    public int Limit { get; init; } = 20;

    public bool IsByTime => From is not null || Until is not null;
}
