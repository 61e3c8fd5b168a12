using IncidentBot.Incidents;
using IncidentBot.Timeline;

namespace IncidentBot.Storage;

public static class IncidentTimelines
{
    /// <summary>All of it: for whoever cites it. What only counts asks <see cref="MilestonesAsync"/>.</summary>
    public static Task<IReadOnlyList<TimelineEntry>> WholeTimelineAsync(this IIncidentStore incidents, IncidentId id, CancellationToken ct) =>
        incidents.TimelineAsync(id, int.MaxValue, ct);

    /// <summary>Those kept with it. An incident from before they were kept has them counted, until its next change keeps them.</summary>
    /// <returns>Null for one that is not saved yet.</returns>
    public static async Task<Milestones?> MilestonesAsync(this IIncidentStore incidents, Incident incident, CancellationToken ct) =>
        incident.Milestones is not null || incident.Version == 0 ? incident.Milestones : Counting.Of(Corrections.Counted(await incidents.WholeTimelineAsync(incident.Id, ct)));
}
