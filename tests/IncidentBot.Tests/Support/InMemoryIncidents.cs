using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Tests.Support;

internal sealed class InMemoryIncidents(Lock gate) : IIncidentStore
{
    private readonly Dictionary<IncidentId, Incident> incidents = [];
    private readonly List<TimelineEntry> timeline = [];

    public Task<Incident?> FindAsync(IncidentId id, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult(incidents.GetValueOrDefault(id));
        }
    }

    public Task<Incident?> FindAsync(int number, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult(incidents.Values.FirstOrDefault(incident => incident.Number == number));
        }
    }

    public Task<IReadOnlyList<Incident>> InChannelAsync(ChannelRef channel, CancellationToken ct) =>
        Newest(incident => incident.Shown.Contains(channel) && incident.State is not (IncidentState.Closed or IncidentState.Cancelled), int.MaxValue);

    public Task<IReadOnlyList<Incident>> ListAsync(bool openOnly, int limit, CancellationToken ct) =>
        Newest(incident => incident.IsOpen || !openOnly, limit);

    public Task<IReadOnlyList<TimelineEntry>> TimelineAsync(IncidentId id, int limit, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<TimelineEntry>>([.. timeline.Where(entry => entry.Incident == id).TakeLast(limit)]);
        }
    }

    internal bool IsCurrent(Incident incident) => (incidents.GetValueOrDefault(incident.Id)?.Version ?? 0) == incident.Version;

    internal void Save(Incident incident) => incidents[incident.Id] = incident with { Version = incident.Version + 1 };

    internal void Append(IEnumerable<TimelineEntry> entries)
    {
        foreach (var entry in entries)
        {
            timeline.Add(entry with { Sequence = timeline.Count(other => other.Incident == entry.Incident) + 1 });
        }
    }

    private Task<IReadOnlyList<Incident>> Newest(Func<Incident, bool> which, int limit)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<Incident>>([.. incidents.Values.Where(which).OrderByDescending(incident => incident.Number).Take(limit)]);
        }
    }
}
