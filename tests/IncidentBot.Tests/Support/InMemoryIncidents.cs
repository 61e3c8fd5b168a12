using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
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
        Task.FromResult<IReadOnlyList<Incident>>(
            [.. All(incident => incident.Shown.Contains(channel) && incident.State is not (IncidentState.Closed or IncidentState.Cancelled))
                .OrderByDescending(incident => incident.Number)]);

    public Task<Incident?> LastOverAsync(ChannelRef channel, CancellationToken ct) =>
        Task.FromResult(All(incident => incident.Channel == channel && incident.State is (IncidentState.Closed or IncidentState.Cancelled))
            .MaxBy(incident => incident.Number));

    public Task<Page<Incident>> ListAsync(IncidentQuery query, CancellationToken ct) =>
        Task.FromResult(
            InMemoryPage.Of(Found(query), query.IsByTime, incident => (incident.OpenedAt, incident.Number), newestFirst: true, query.After, query.Limit));

    public Task<Counted> CountAsync(IncidentQuery query, CancellationToken ct) => Task.FromResult(Counted.Of(Found(query).Count));

    public Task<Page<TimelineEntry>> TimelineAsync(TimelineQuery query, CancellationToken ct) =>
        Task.FromResult(InMemoryPage.Of(Found(query), byTime: false, entry => (entry.At, entry.Sequence), query.NewestFirst, query.After, query.Limit));

    public Task<Counted> CountAsync(TimelineQuery query, CancellationToken ct) => Task.FromResult(Counted.Of(Found(query).Count));

    internal Incident? Get(IncidentId id) => incidents.GetValueOrDefault(id);

    internal bool IsCurrent(Incident incident) => (incidents.GetValueOrDefault(incident.Id)?.Version ?? 0) == incident.Version;

    internal void Save(Incident incident) => incidents[incident.Id] = incident with { Version = incident.Version + 1 };

    internal void Append(IEnumerable<TimelineEntry> entries)
    {
        foreach (var entry in entries)
        {
            timeline.Add(entry with { Sequence = timeline.Count(other => other.Incident == entry.Incident) + 1 });
        }
    }

    private List<Incident> Found(IncidentQuery query)
    {
        var words = SearchText.WordsOf(query.Text);
        return All(incident =>
            query.Reader.Sees(incident)
            && (incident.IsOpen || !query.OpenOnly)
            && (query.State is null || incident.State == query.State)
            && (query.Severity is null || incident.Severity == query.Severity)
            && (query.Kind is null || incident.Kind == query.Kind)
            && (query.Target is null || incident.Target.Name == query.Target)
            && (query.Service is null || incident.Services.Contains(query.Service, StringComparer.OrdinalIgnoreCase))
            && (query.Person is not { } person || incident.Involved.Contains(person))
            && (query.From is null || incident.OpenedAt >= query.From)
            && (query.Until is null || incident.OpenedAt < query.Until)
            && SearchText.Finds(words, $"{incident.Label} {incident.Title}"));
    }

    private List<TimelineEntry> Found(TimelineQuery query)
    {
        var words = SearchText.WordsOf(query.Text);
        lock (gate)
        {
            return [.. timeline.Where(entry =>
                entry.Incident == query.Incident
                && (query.Kind is null || entry.Kind == query.Kind)
                && (query.Person is null || entry.By == query.Person)
                && (query.From is null || entry.At >= query.From)
                && (query.Until is null || entry.At < query.Until)
                && SearchText.Finds(words, entry.Text))];
        }
    }

    public List<Incident> All(Func<Incident, bool> which)
    {
        lock (gate)
        {
            return [.. incidents.Values.Where(which)];
        }
    }
}
