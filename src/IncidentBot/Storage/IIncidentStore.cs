using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Timeline;

namespace IncidentBot.Storage;

public interface IIncidentStore
{
    Task<Incident?> FindAsync(IncidentId id, CancellationToken ct);

    Task<Incident?> FindAsync(int number, CancellationToken ct);

    /// <summary>
    /// Incidents that are shown in the channel (see <see cref="Incident.Shown"/>) and not closed or cancelled, newest first.
    /// Resolved ones are included: they can still be closed.
    /// </summary>
    Task<IReadOnlyList<Incident>> InChannelAsync(ChannelRef channel, CancellationToken ct);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<Incident>> ListAsync(bool openOnly, int limit, CancellationToken ct);

    /// <summary>The newest <paramref name="limit"/> entries, in the order they happened.</summary>
    Task<IReadOnlyList<TimelineEntry>> TimelineAsync(IncidentId id, int limit, CancellationToken ct);
}
