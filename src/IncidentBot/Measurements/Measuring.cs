using IncidentBot.Incidents;
using IncidentBot.Messages;

namespace IncidentBot.Measurements;

/// <summary>Measures an incident by the points that are known of it.</summary>
public static class Measuring
{
    public static IReadOnlyList<MeasuredLength> Of(Points points, IEnumerable<Measurement> measurements) => [.. measurements.Select(one => Of(points, one))];

    public static MeasuredLength Of(Points points, Measurement measurement)
    {
        var from = Find(points, measurement, measurement.From);
        var until = Find(points, measurement, measurement.Until);
        return WhyNot(points, measurement) is { } why ? new MeasuredLength.NotApplicable(measurement, why)
            : (from.Never ?? until.Never) is { } never ? new MeasuredLength.NotApplicable(measurement, never)
            : from.At is not { } began ? new MeasuredLength.Pending(measurement, measurement.From)
            : until.At is not { } ended ? new MeasuredLength.Pending(measurement, measurement.Until)
            : ended.At < began.At ? new MeasuredLength.Invalid(measurement, began, ended, Order(measurement, began, ended))
            : new MeasuredLength.Recorded(measurement, began, ended, [.. Notes(points, measurement, began, ended)]);
    }

    /// <summary>What has no length although both of its ends may be there.</summary>
    private static string? WhyNot(Points points, Measurement measurement)
    {
        if (measurement is not { From: PointName.ImpactBegan, Until: PointName.Opened })
        {
            return null;
        }

        var (began, by) = points.Began;
        return points.IsBackfilled ? "it was written down afterwards"
            : measurement.Service is not null ? null
            : by is BeganBy.Opening ? "nobody has said when it began"
            : began.At > points.Opened.At ? "it was opened before people noticed anything"
            : null;
    }

    private static Found Find(Points points, Measurement measurement, PointName name) => name switch
    {
        PointName.ImpactBegan when measurement.Service is { } service => OfService(points, service, one => one.From),
        PointName.Mitigated when measurement.Service is { } service && ServiceOf(points, service) is not { IsStruck: false, Until: null } =>
            OfService(points, service, one => one.Until),
        PointName.ImpactBegan => new Found(points.Began.At),
        PointName.Opened => new Found(points.Opened),
        PointName.Acknowledged when points.Acknowledged is { } acknowledged => new Found(acknowledged),
        PointName.Acknowledged => Found.Unless(
            points.IsBackfilled ? "it was written down afterwards"
            : points.Resolved is { Stands: true } ? "nobody acknowledged it before it was over"
            : Cancelled(points)),
        PointName.Mitigated => Which(measurement, points.Mitigated) ?? Found.Unless(
            points is { ByOverride: not null, Resolved.Stands: true }
                ? $"it was resolved by an override{Cited(points.ByOverride)}: nobody has seen service back"
            : Cancelled(points)),
        PointName.Verified => Which(measurement, points.Verified) ?? Found.Unless(
            points.IsOld ? "it is from before this was kept"
            : points.IsBackfilled ? "it was written down afterwards, and nothing was verified"
            : points is { ByOverride: not null, Resolved.Stands: true }
                ? $"it went on by an override{Cited(points.ByOverride)}, so it was never verified"
            : Cancelled(points)),
        PointName.Resolved => Which(measurement, points.Resolved) ?? Found.Unless(Cancelled(points)),
        _ => Which(measurement, points.Closed) ?? Found.Unless(Cancelled(points)),
    };

    private static Found? Which(Measurement measurement, Occurrences? occurrences) => occurrences switch
    {
        null => null,
        _ when measurement.Which is Occurrence.First => new Found(occurrences.First),
        { Stands: true } => new Found(occurrences.Last),
        _ => null,
    };

    private static string? Cancelled(Points points) => points.Cancelled is { } cancelled ? $"it was cancelled{Cited(cancelled)}" : null;

    private static ServicePoints? ServiceOf(Points points, string service) =>
        points.Services.FirstOrDefault(one => one.Service.Equals(service, StringComparison.OrdinalIgnoreCase));

    private static Found OfService(Points points, string service, Func<ServicePoints, Point?> point) => ServiceOf(points, service) switch
    {
        null => Found.Unless($"nobody has said that {service} was affected"),
        { IsStruck: true } => Found.Unless($"{service} was not affected"),
        var said when point(said) is { } at => new Found(at),
        _ => Found.Unless($"nobody has said since when {service} was affected"),
    };

    private static IEnumerable<string> Notes(Points points, Measurement measurement, Point began, Point ended)
    {
        if (measurement is { From: PointName.ImpactBegan, Service: null })
        {
            yield return points.Began.By switch
            {
                BeganBy.Person => "it began when a person says",
                BeganBy.Service => "it began when a person says of a service",
                BeganBy.Alert => "it began when its alert says",
                BeganBy.Watch => "it began when the watch first saw it",
                _ => "nobody has said when it began: counted from the opening",
            };
        }

        foreach (var point in new[] { began, ended }.Where(point => point.CorrectedBy is not null))
        {
            yield return $"recomputed after e{point.Entry} was corrected";
        }

        var several = measurement.Until is not (PointName.ImpactBegan or PointName.Opened or PointName.Acknowledged);
        if (several && points.Reopened is not null)
        {
            yield return $"reopened: measured to the {measurement.Which.ToString().ToLowerInvariant()} time";
        }
        else if (several && points.Regressed > 0 && measurement.Until is (PointName.Mitigated or PointName.Verified))
        {
            yield return $"service was lost again: measured to the {measurement.Which.ToString().ToLowerInvariant()} time that it was back";
        }
    }

    private static string Order(Measurement measurement, Point began, Point ended) =>
        $"{Words(measurement.Until)}{Cited(ended)}, at {Moment.Of(ended.At)}, is before {Words(measurement.From)}{Cited(began)}, at {Moment.Of(began.At)}"
            + (new[] { began, ended }.Any(point => point.CorrectedBy is not null) ? ", as it was corrected" : "");

    private static string Cited(Point point) => point.Entry > 0 ? $" (e{point.Entry})" : "";

    public static string Words(PointName name) => name switch
    {
        PointName.ImpactBegan => "the beginning of its impact",
        PointName.Opened => "its opening",
        PointName.Acknowledged => "its acknowledgement",
        PointName.Mitigated => "its mitigation",
        PointName.Verified => "its verification",
        PointName.Resolved => "its resolution",
        _ => "its closing",
    };

    /// <param name="Never">Why it will never be there.</param>
    private readonly record struct Found(Point? At, string? Never = null)
    {
        public static Found Unless(string? never) => new(null, never);
    }
}
