using IncidentBot.Incidents;
using IncidentBot.People;

namespace IncidentBot.Timeline;

/// <summary>How the times that lengths are measured between follow from an incident's entries.</summary>
public static class PointsOf
{
    /// <param name="counted">All entries that count.</param>
    /// <returns>Null where nothing has happened yet.</returns>
    public static Points? All(IEnumerable<TimelineEntry> counted) => counted.Aggregate((Points?)null, After);

    /// <param name="before">Null before the first entry, which opens.</param>
    public static Points After(Points? before, TimelineEntry entry)
    {
        var points = before ?? new Points(At(entry));
        points = At(entry).CorrectedBy is null ? points : points with { IsCorrected = true };
        return entry.What switch
        {
            TimelineEvent.Opened opened => points with { Severity = opened.Severity, IsBackfilled = !opened.Of.HappensNow() },
            TimelineEvent.Changed { Field: IncidentField.Severity } changed when Enum.TryParse<Severity>(changed.To, out var severity) =>
                points with { Severity = severity },
            TimelineEvent.Found { Healthy: false, FailureClass: { } failure } => points with { CauseClass = failure },
            TimelineEvent.Looked { Well: false } => points with { Well = null },
            TimelineEvent.Looked => points with { Well = At(entry) },
            TimelineEvent.Checked check when check.Results.Any(result => result is { Passed: false, IsOfRun: false }) => points with { Well = null },
            TimelineEvent.Overridden { How: OverrideStep.Approved } => points with { Overrides = points.Overrides + 1 },
            TimelineEvent.ImpactBegan began => points with { ImpactSaid = Saying(entry, began.Began) },
            TimelineEvent.AlertsChanged alerts => points with
            {
                AlertsBegan = Earlier(points.AlertsBegan, entry, alerts.News.Since),
                WatchBegan = Earlier(points.WatchBegan, entry, alerts.News.WatchSince),
            },
            TimelineEvent.ImpactStated said => With(points, new ServicePoints(said.Service)
            {
                From = said.From is { } from ? Saying(entry, from) : null,
                Until = said.Until is { } until ? Saying(entry, until) : null,
                ByAlert = entry.By is { } by && Origin.IsAlert(by),
            }),
            TimelineEvent.ImpactStruck struck => With(points, new ServicePoints(struck.Service) { IsStruck = true }),
            _ when entry.Kind is TimelineKind.Acknowledged => points with
            {
                Acknowledged = points.Acknowledged ?? At(entry),
                AcknowledgedAs = points.AcknowledgedAs ?? points.Severity,
            },
            _ => Stepped(Verified(points, entry), entry),
        };
    }

    private static Points Stepped(Points points, TimelineEntry step)
    {
        var at = At(step);
        return step.Turn switch
        {
            Turn.Mitigated => points with
            {
                Mitigated = Occurrences.And(points.Mitigated, points.Well ?? at),
                Verified = Occurrences.And(points.Verified, at),
                Well = null,
                ByOverride = null,
            },

            // The checks have kept passing over the soak, after people had gone on by an override.
            Turn.Resolved when points.Mitigated is not { Stands: true } => points with
            {
                Mitigated = Occurrences.And(points.Mitigated, at),
                Verified = Occurrences.And(points.Verified, at),
                Resolved = Occurrences.And(points.Resolved, at),
                ByOverride = null,
            },
            Turn.Resolved or Turn.ResolvedByOverride => points with { Resolved = Occurrences.And(points.Resolved, at) },
            Turn.Recorded => points with { Mitigated = Occurrences.And(points.Mitigated, at), Resolved = Occurrences.And(points.Resolved, at) },
            Turn.Overridden => points with { ByOverride = at },
            Turn.Cancelled => points with { Cancelled = at },
            Turn.Reopened => Lost(points) with
            {
                Reopened = at,
                Resolved = points.Resolved is { } resolved ? resolved with { Stands = false } : null,
                Closed = points.Closed is { } closed ? closed with { Stands = false } : null,
                Cancelled = null,
            },
            Turn.Regressed => Lost(points) with { Regressed = points.Regressed + 1 },
            _ when step.To is IncidentState.Closed => points with { Closed = Occurrences.And(points.Closed, at) },
            _ => points,
        };
    }

    private static Points Lost(Points points) => points with
    {
        Mitigated = points.Mitigated is { } mitigated ? mitigated with { Stands = false } : null,
        Verified = points.Verified is { } verified ? verified with { Stands = false } : null,
        ByOverride = null,
        Well = null,
    };

    /// <summary>How long verifications took, also those that failed.</summary>
    private static Points Verified(Points points, TimelineEntry step) =>
        step.To is IncidentState.Verifying ? points with { VerifyingSince = step.At }
        : step.From is IncidentState.Verifying && points.VerifyingSince is { } since
            ? points with { VerifyingSince = null, Verifying = points.Verifying + (step.At > since ? step.At - since : TimeSpan.Zero) }
        : points;

    private static Points With(Points points, ServicePoints said) => points with
    {
        Services = [.. points.Services.Where(service => !service.Service.Equals(said.Service, StringComparison.OrdinalIgnoreCase)), said],
    };

    private static Point? Earlier(Point? before, TimelineEntry entry, DateTimeOffset? since) =>
        since is { } at && !(before?.At <= at) ? Saying(entry, at) : before;

    private static Point At(TimelineEntry entry) => new(entry.At)
    {
        Entry = entry.Sequence,
        CorrectedBy = entry.Amended is { } amended && amended.Original.At != entry.At ? amended.Last.Sequence : null,
    };

    private static Point Saying(TimelineEntry entry, DateTimeOffset at) => new(at) { Entry = entry.Sequence };
}
