using IncidentBot.Alerts;
using IncidentBot.Incidents;

namespace IncidentBot.Storage;

/// <summary>Alerts as they stand. Written by <see cref="Changes.Alerts"/> and nothing else.</summary>
public interface IAlertStore
{
    /// <summary>More than a sender says at once: the limit of whoever asks for all of something.</summary>
    const int Everything = 50_000;

    Task<IReadOnlyList<KnownAlert>> FindAsync(string source, IReadOnlyCollection<string> fingerprints, CancellationToken ct);

    /// <summary>The incident that the alerts of a group went to last.</summary>
    Task<IncidentId?> IncidentOfAsync(Guid group, CancellationToken ct);

    /// <summary>Those of an incident; those that fire first, and of these the newest.</summary>
    Task<IReadOnlyList<KnownAlert>> OfIncidentAsync(IncidentId incident, int limit, CancellationToken ct);

    /// <summary>Those that fire, the newest first; those without an incident only, where that is asked for.</summary>
    Task<IReadOnlyList<KnownAlert>> FiringAsync(bool withoutIncident, int limit, CancellationToken ct);

    /// <summary>Those of a group that fire and have no incident, the oldest first.</summary>
    Task<IReadOnlyList<KnownAlert>> WaitingAsync(Guid group, CancellationToken ct);

    /// <summary>Those silences that have not ended.</summary>
    Task<IReadOnlyList<AlertSilence>> SilencesAsync(CancellationToken ct);

    /// <summary>Null where there is none of that number.</summary>
    Task<AlertSilence?> SilenceAsync(int number, CancellationToken ct);

    /// <summary>Notes that a source has spoken of them, where nothing else about them has changed.</summary>
    Task HeardAsync(string source, IReadOnlyCollection<string> fingerprints, DateTimeOffset at, CancellationToken ct);
}

/// <param name="Incident">Where it counts; null while it waits, is silenced, or is no reason for one.</param>
public sealed record KnownAlert(Alert Alert, IncidentId? Incident);

/// <summary>What one commit writes of alerts.</summary>
public sealed record AlertChanges
{
    public static readonly AlertChanges None = new();

    /// <summary>As they stand from now on.</summary>
    public IReadOnlyList<KnownAlert> Alerts { get; init; } = [];

    /// <summary>Groups whose alerts go to another incident from now on. The commit is stale where one has gone to another than was read.</summary>
    public IReadOnlyList<GroupMove> Moves { get; init; } = [];

    /// <summary>A silence as it is from now on.</summary>
    public AlertSilence? Silence { get; init; }
}

/// <param name="From">Where its alerts went when it was read; null where there was none.</param>
public sealed record GroupMove(AlertGroup Group, IncidentId? From, IncidentId To);
