using IncidentBot.Incidents;
using IncidentBot.Timeline;

namespace IncidentBot.Storage;

/// <summary>
/// The numbers kept with an incident follow from the entries that are written with it. Here and not where things are
/// written, so that no step can leave them behind.
/// </summary>
public sealed class MilestoneLedger(ILedger inner, IIncidentStore incidents) : ILedger
{
    public async Task<CommitResult> CommitAsync(Changes changes, CancellationToken ct) => await inner.CommitAsync(
        changes.Incident is { } incident
            ? changes with { Incident = incident with { Milestones = await AfterAsync(incident, changes.Timeline, ct) } }
            : changes,
        ct);

    public Task<int> NextNumberAsync(string series, CancellationToken ct) => inner.NextNumberAsync(series, ct);

    private async Task<Milestones?> AfterAsync(Incident incident, IReadOnlyList<TimelineEntry> written, CancellationToken ct)
    {
        var news = written.Where(entry => entry.Incident == incident.Id).ToList();
        return news.Exists(entry => entry.Kind is TimelineKind.Correction or TimelineKind.Impact)
            ? Counting.Of(Corrections.Counted([.. await incidents.WholeTimelineAsync(incident.Id, ct), .. news]))
            : news.Aggregate(await incidents.MilestonesAsync(incident, ct), Counting.After);
    }
}
