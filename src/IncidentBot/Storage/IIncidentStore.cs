using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage.Queries;
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

    /// <summary>The newest one that is closed or cancelled and was handled in the channel to the end.</summary>
    Task<Incident?> LastOverAsync(ChannelRef channel, CancellationToken ct);

    Task<Page<Incident>> ListAsync(IncidentQuery query, CancellationToken ct);

    /// <summary>Of all pages; where the query begins does not matter.</summary>
    Task<Counted> CountAsync(IncidentQuery query, CancellationToken ct);

    Task<Page<TimelineEntry>> TimelineAsync(TimelineQuery query, CancellationToken ct);

    Task<Counted> CountAsync(TimelineQuery query, CancellationToken ct);
}
