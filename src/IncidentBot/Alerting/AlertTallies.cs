using IncidentBot.Alerts;
using IncidentBot.Incidents;

namespace IncidentBot.Alerting;

/// <summary>What the alerts of an incident come to after some of them were heard of.</summary>
internal static class AlertTallies
{
    private const int NewestKept = 3;
    private const int LinksKept = 3;

    /// <summary>A card has to hold them, on every platform.</summary>
    private const int LongestLink = 300;

    /// <param name="heard">All of them count in the incident from now on.</param>
    /// <param name="worst">What the worst of those that have begun is, by the rules; null where none has.</param>
    public static AlertTally After(Incident incident, IReadOnlyList<HeardAlert> heard, Severity? worst, DateTimeOffset now)
    {
        var tally = incident.Alerts ?? new AlertTally();
        var counted = heard.Where(one => one.Incident == incident.Id).ToList();
        var began = heard.Where(one => one.Began).ToList();
        var ended = heard.Where(one => one is { Ended: true, After.IsFiring: false }).ToList();
        var newest = began.Union(ended).OrderByDescending(one => one.After.ChangedAt).ToList();
        return tally with
        {
            Firing = tally.Firing + heard.Count(one => one.After.IsFiring) - counted.Count(one => one.Before!.Alert.IsFiring),
            Resolved = tally.Resolved + heard.Count(one => !one.After.IsFiring) - counted.Count(one => !one.Before!.Alert.IsFiring),
            Truncated = heard[^1].Truncated,
            Newest = [.. newest.Select(one => Brief(one.After)).Concat(tally.Newest).DistinctBy(brief => brief.What).Take(NewestKept)],
            Links =
            [
                .. began.SelectMany(one => one.After.Links).Where(link => link.Url.Length <= LongestLink).Concat(tally.Links)
                    .DistinctBy(link => link.Url).Take(LinksKept),
            ],
            Unsaid = tally.Unsaid.And(new AlertNews
            {
                Began = [.. began.Take(AlertNews.Most).Select(one => one.IsAgain(incident.Id) ? $"{Said(one.After)} (again)" : Said(one.After))],
                BeganInAll = began.Count,
                Ended = [.. ended.Take(AlertNews.Most).Select(one => one.After.What)],
                EndedInAll = ended.Count,
                Since = Earliest(began.Where(one => !one.After.IsOfWatch)),
                WatchSince = Earliest(began.Where(one => one.After.IsOfWatch && one.After.Labels.ContainsKey("measure"))),
                Higher = worst < incident.Severity ? worst : null,
            }),
            NewSinceSeen = tally.SeenAt is null ? 0 : tally.NewSinceSeen + began.Count,
            HeardAt = now,
            AskedAt = null,
        };
    }

    private static DateTimeOffset? Earliest(IEnumerable<HeardAlert> heard) => heard.Min(one => (DateTimeOffset?)one.After.StartsAt);

    private static AlertBrief Brief(Alert alert) => new(alert.What, alert.Summary, alert.IsFiring, alert.ChangedAt);

    private static string Said(Alert alert) => alert.Summary is { } summary ? $"{alert.What}: {summary}" : alert.What;
}
