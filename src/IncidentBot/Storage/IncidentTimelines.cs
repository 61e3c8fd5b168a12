using IncidentBot.Incidents;
using IncidentBot.Storage.Queries;
using IncidentBot.Timeline;

namespace IncidentBot.Storage;

public static class IncidentTimelines
{
    /// <summary>All of it: for whoever cites it. What only counts asks <see cref="MilestonesAsync"/>.</summary>
    public static async Task<IReadOnlyList<TimelineEntry>> WholeTimelineAsync(this IIncidentStore incidents, IncidentId id, CancellationToken ct) =>
        await incidents.AllAsync(new TimelineQuery(id), ct).ToListAsync(ct);

    /// <summary>A page of it as it reads now: also where an entry was corrected by one that is on no page near it.</summary>
    public static async Task<Page<TimelineEntry>> CorrectedAsync(this IIncidentStore incidents, TimelineQuery query, CancellationToken ct)
    {
        var page = await incidents.TimelineAsync(query, ct);
        var corrections = await incidents.AllAsync(new TimelineQuery(query.Incident) { Kind = TimelineKind.Correction }, ct).ToListAsync(ct);
        var now = Corrections.Apply([.. page.Items.UnionBy(corrections, entry => entry.Sequence).OrderBy(entry => entry.Sequence)])
            .ToDictionary(entry => entry.Sequence);
        return page with { Items = [.. page.Items.Select(entry => now[entry.Sequence])] };
    }

    /// <summary>Those kept with it. An incident from before they were kept has them counted, until its next change keeps them.</summary>
    /// <returns>Null for one that is not saved yet.</returns>
    public static async Task<Milestones?> MilestonesAsync(this IIncidentStore incidents, Incident incident, CancellationToken ct) =>
        incident.Milestones is { Points: not null } || incident.Version == 0
            ? incident.Milestones
            : Counting.Of(Corrections.Counted(await incidents.WholeTimelineAsync(incident.Id, ct)));
}
