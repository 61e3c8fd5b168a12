using IncidentBot.Alerts;
using IncidentBot.Incidents;
using IncidentBot.Storage;

namespace IncidentBot.Tests.Support;

internal sealed class InMemoryAlerts(Lock gate) : IAlertStore
{
    private readonly Dictionary<(string Source, string Fingerprint), KnownAlert> alerts = [];
    private readonly Dictionary<Guid, IncidentId> groups = [];
    private readonly Dictionary<int, AlertSilence> silences = [];

    public IReadOnlyList<KnownAlert> All => In(() => alerts.Values.ToList());

    public Task<IReadOnlyList<KnownAlert>> FindAsync(string source, IReadOnlyCollection<string> fingerprints, CancellationToken ct) =>
        Answer(() => fingerprints.Where(one => alerts.ContainsKey((source, one))).Select(one => alerts[(source, one)]));

    public Task<IncidentId?> IncidentOfAsync(Guid group, CancellationToken ct) =>
        Task.FromResult(In(() => groups.TryGetValue(group, out var incident) ? incident : (IncidentId?)null));

    public Task<IReadOnlyList<KnownAlert>> OfIncidentAsync(IncidentId incident, int limit, CancellationToken ct) => Answer(() => alerts.Values
        .Where(one => one.Incident == incident).OrderByDescending(one => one.Alert.IsFiring).ThenByDescending(one => one.Alert.ChangedAt).Take(limit));

    public Task<IReadOnlyList<KnownAlert>> FiringAsync(bool withoutIncident, int limit, CancellationToken ct) => Answer(() => alerts.Values
        .Where(one => one.Alert.IsFiring && (!withoutIncident || one.Incident is null)).OrderByDescending(one => one.Alert.ChangedAt).Take(limit));

    public Task<IReadOnlyList<KnownAlert>> WaitingAsync(Guid group, CancellationToken ct) => Answer(() => alerts.Values
        .Where(one => one.Alert.IsFiring && one.Incident is null && new AlertGroup(one.Alert.Source, one.Alert.Group).Id == group)
        .OrderBy(one => one.Alert.ChangedAt));

    public Task<IReadOnlyList<AlertSilence>> SilencesAsync(CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<AlertSilence>>(In(() => silences.Values.Where(one => one.EndedAt is null).OrderBy(one => one.Number).ToList()));

    public Task<AlertSilence?> SilenceAsync(int number, CancellationToken ct) => Task.FromResult(In(() => silences.GetValueOrDefault(number)));

    public Task HeardAsync(string source, IReadOnlyCollection<string> fingerprints, DateTimeOffset at, CancellationToken ct)
    {
        lock (gate)
        {
            foreach (var key in fingerprints.Select(one => (source, one)).Where(alerts.ContainsKey))
            {
                alerts[key] = alerts[key] with { Alert = alerts[key].Alert with { HeardAt = at } };
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Under the gate.</summary>
    public bool AreCurrent(AlertChanges changes) =>
        changes.Moves.All(move => move.From == (groups.TryGetValue(move.Group.Id, out var incident) ? incident : null));

    /// <summary>Under the gate.</summary>
    public void Save(AlertChanges changes)
    {
        foreach (var one in changes.Alerts)
        {
            alerts[(one.Alert.Source, one.Alert.Fingerprint)] = one;
        }

        foreach (var move in changes.Moves)
        {
            groups[move.Group.Id] = move.To;
        }

        if (changes.Silence is { } silence)
        {
            silences[silence.Number] = silence;
        }
    }

    private Task<IReadOnlyList<KnownAlert>> Answer(Func<IEnumerable<KnownAlert>> find) =>
        Task.FromResult<IReadOnlyList<KnownAlert>>(In(() => find().ToList()));

    private T In<T>(Func<T> find)
    {
        lock (gate)
        {
            return find();
        }
    }
}
