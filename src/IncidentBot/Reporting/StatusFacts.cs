using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Timeline;

namespace IncidentBot.Reporting;

/// <summary>What an update stands on, beside the incident itself.</summary>
/// <param name="Results">As the checks stand; empty where none are defined.</param>
/// <param name="Since">What has happened since the last update, in order, as it counts.</param>
/// <param name="Runs">Those of the incident.</param>
internal sealed record StatusFacts(IReadOnlyList<CheckResult> Results, IReadOnlyList<TimelineEntry> Since, IReadOnlyList<Run> Runs)
{
    public static async Task<StatusFacts> ReadAsync(
        Incident incident, IReadOnlyList<CheckResult> results, IIncidentStore incidents, IRunStore runs, CancellationToken ct)
    {
        var since = new TimelineQuery(incident.Id) { From = incident.LastUpdateAt ?? incident.OpenedAt };
        var entries = Corrections.Counted(await incidents.AllAsync(since, ct).ToListAsync(ct));

        // What was written in the moment of the last update, and before it, was told by it.
        var last = entries.Select((entry, at) => entry.What is TimelineEvent.StatusUpdated ? at + 1 : 0).DefaultIfEmpty().Max();
        return new StatusFacts(results, [.. entries.Skip(last)], await runs.OfIncidentAsync(incident.Id, ct));
    }
}
