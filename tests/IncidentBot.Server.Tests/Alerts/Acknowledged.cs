using System.Collections.Concurrent;
using IncidentBot.Incidents;
using IncidentBot.Storage;

namespace IncidentBot.Alerts;

/// <summary>What a source was told is stored. Each group is an incident, and in it each alert that ever fired counts once, as was said of it last.</summary>
internal sealed class Acknowledged(string source)
{
    /// <summary>Whether an alert fires, by its fingerprint.</summary>
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> groups = new();

    private int alerts;

    /// <summary>Also those that were said again.</summary>
    public int Alerts => Volatile.Read(ref alerts);

    public int Groups => groups.Count;

    /// <summary>Those of one group in the order in which they were stored.</summary>
    public void Add(Notification notification)
    {
        var group = groups.GetOrAdd(notification.GroupKey, _ => new());
        foreach (var alert in notification.Alerts.Where(alert => alert.IsFiring || group.ContainsKey(alert.Fingerprint)))
        {
            group[alert.Fingerprint] = alert.IsFiring;
        }

        Interlocked.Add(ref alerts, notification.Alerts.Count);
    }

    public static Task<IncidentId?> IncidentOfAsync(IAlertStore store, string source, string groupKey, CancellationToken ct) =>
        store.IncidentOfAsync(new AlertGroup(source, groupKey).Id, ct);

    /// <returns>A sentence for whatever is lost, doubled or in the wrong incident; none where all is as it should be.</returns>
    public async Task<IReadOnlyList<string>> FaultsAsync(IAlertStore store, IIncidentStore incidents, CancellationToken ct)
    {
        var faults = new List<string>();
        var seen = new HashSet<IncidentId>();
        foreach (var (key, expected) in groups.OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            if (await IncidentOfAsync(store, source, key, ct) is not { } id || await incidents.FindAsync(id, ct) is not { } incident)
            {
                faults.Add($"{key} has no incident.");
                continue;
            }

            var firing = expected.Values.Count(fires => fires);
            var there = (await store.OfIncidentAsync(id, 2 * expected.Count + 10, ct)).ToDictionary(one => one.Alert.Fingerprint, one => one.Alert.IsFiring);
            var wrong = expected.Count(one => !there.TryGetValue(one.Key, out var fires) || fires != one.Value);
            if (!seen.Add(id))
            {
                faults.Add($"{key} is in {incident.Label}, which is another group's.");
            }

            if ((incident.Alerts!.Firing, incident.Alerts.Resolved) != (firing, expected.Count - firing))
            {
                faults.Add($"{incident.Label} counts {incident.Alerts.Firing} that fire and {incident.Alerts.Resolved} that do not, "
                    + $"where {key} has {firing} and {expected.Count - firing}.");
            }

            if (wrong > 0 || there.Count != expected.Count)
            {
                faults.Add($"{incident.Label} has {there.Count} alerts where {key} has {expected.Count}, and {wrong} of these are not as was said last.");
            }
        }

        return faults;
    }
}
