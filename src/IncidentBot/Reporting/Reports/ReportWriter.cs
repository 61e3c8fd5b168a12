using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Measurements;
using IncidentBot.People;

namespace IncidentBot.Reporting.Reports;

/// <summary>Counts what a report says, from the incidents and runs of its time and of the one before. No timeline is read.</summary>
/// <param name="measurements">The usual ones, and those that the configuration names.</param>
public sealed class ReportWriter(IReadOnlyList<Measurement> measurements, PeopleDirectory people, IncidentPolicy policy)
{
    private const int MostActions = 10;

    /// <param name="incidents">All that the reader may see and that were opened in either time.</param>
    /// <param name="runs">All that they may see and that were asked for in the time of the report.</param>
    public Report Write(ReportPeriod period, IReadOnlyList<Incident> incidents, IReadOnlyList<Run> runs, DateTimeOffset now)
    {
        var from = now - period.Length;
        var ofPeriod = incidents.Where(incident => incident.OpenedAt >= from).OrderByDescending(incident => incident.Number).ToList();
        var counted = ofPeriod.Where(Counts).ToList();
        var before = incidents.Where(incident => incident.OpenedAt < from).Where(Counts).ToList();
        var reported = counted.Select(incident => new ReportedIncident(incident, Measuring.Of(Points.Of(incident), measurements))).ToList();
        var carriedOut = runs.Where(run => run.StartedAt is not null).ToList();
        return new Report(period, from, now, reported, before.Count)
        {
            BySeverity = Compare(counted, before, incident => [$"{incident.Severity}"], byName: true),
            ByService = Compare(counted, before, ServicesOf),
            ByCause = Compare(counted, before, incident => Points.Of(incident).CauseClass is { } cause ? [cause] : ["not known"]),
            ByDay = [.. Days(from, now).Select(day => (day, counted.Count(incident => DayOf(incident.OpenedAt) == day)))],
            Measurements = [.. measurements.Select((measurement, place) => Measured(measurement, place, reported, before))],
            Responses = [.. Responses(counted, now)],
            Updates = Updates(counted),
            ApprovalWaits = Spread.Of(runs.Select(ApprovalWait.Of).OfType<TimeSpan>()),
            Verifications = Spread.Of(counted.Select(incident => Points.Of(incident).Verifying).Where(length => length > TimeSpan.Zero)),
            Repeats = [.. Repeats(counted)],
            Actions =
            [
                .. carriedOut.GroupBy(run => run.Call.Action).Select(used => new UsedAction(
                        used.Key,
                        used.Count(),
                        used.Count(run => run.State is RunState.Succeeded),
                        used.Count(run => run.State is RunState.Unknown)))
                    .OrderByDescending(used => used.Runs).ThenBy(used => used.Action.Value, StringComparer.Ordinal).Take(MostActions),
            ],
            Overridden = [.. counted.Where(incident => Points.Of(incident).Overrides > 0).Select(incident => incident.Label)],
            BrokenGlass = [.. runs.Where(run => run.Approval is { BreakGlass: true }).Select(run => run.Label)],
            Overdue =
            [
                .. from incident in counted.Concat(before)
                   from task in incident.Tasks
                   where task.IsOpen && task.Due < now
                   orderby task.Due
                   select new OverdueTask(incident.Label, task, task.Owner is { } owner ? people.NameOf(owner) : null),
            ],
            Recomputed =
            [
                .. counted.Where(incident => Points.Of(incident) is { IsCorrected: true } or { Reopened: not null }).Select(incident => incident.Label),
            ],
            Drills = ofPeriod.Count(incident => incident.Kind is IncidentKind.Drill),
            Maintenance = ofPeriod.Count(incident => incident.Kind is IncidentKind.Maintenance),
            Cancelled = ofPeriod.Count(incident => incident.Kind.Counts() && incident.State is IncidentState.Cancelled),
            Backfilled = counted.Count(incident => incident.Kind is IncidentKind.Backfilled),
        };
    }

    /// <summary>Those that people named, and those of its runbook where they named none.</summary>
    public static IReadOnlyList<string> ServicesOf(Incident incident) =>
        incident.Impacts.Where(impact => !impact.IsStruck).Select(impact => impact.Service).ToList() is { Count: > 0 } said
            ? [.. said.Distinct(StringComparer.OrdinalIgnoreCase)]
            : [.. incident.Services];

    private static bool Counts(Incident incident) => incident.Kind.Counts() && incident.State is not IncidentState.Cancelled;

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    private static IEnumerable<DateOnly> Days(DateTimeOffset from, DateTimeOffset until)
    {
        for (var day = DayOf(from); day <= DayOf(until); day = day.AddDays(1))
        {
            yield return day;
        }
    }

    /// <param name="byName">In the order of the names, and not the most frequent first.</param>
    private static IReadOnlyList<Compared> Compare(
        IReadOnlyList<Incident> now, IReadOnlyList<Incident> before, Func<Incident, IReadOnlyList<string>> namesOf, bool byName = false)
    {
        var (counts, earlier) = (Count(now), Count(before));
        var all = counts.Keys.Union(earlier.Keys, StringComparer.OrdinalIgnoreCase)
            .Select(name => new Compared(name, counts.GetValueOrDefault(name), earlier.GetValueOrDefault(name)));
        return [.. byName
            ? all.OrderBy(one => one.Name, StringComparer.Ordinal)
            : all.OrderByDescending(one => one.Now).ThenByDescending(one => one.Before).ThenBy(one => one.Name, StringComparer.OrdinalIgnoreCase)];

        Dictionary<string, int> Count(IReadOnlyList<Incident> incidents) => incidents.SelectMany(namesOf)
            .GroupBy(name => name, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.Count(), StringComparer.OrdinalIgnoreCase);
    }

    /// <param name="place">Of the measurement among all.</param>
    private static ReportedMeasurement Measured(Measurement measurement, int place, IReadOnlyList<ReportedIncident> reported, IReadOnlyList<Incident> before)
    {
        var lengths = reported.Select(one => (one.Incident.Label, Length: one.Lengths[place])).ToList();
        var recorded = lengths.Where(one => one.Length is MeasuredLength.Recorded)
            .Select(one => (one.Label, Recorded: (MeasuredLength.Recorded)one.Length)).ToList();
        var earlier = before.Select(incident => Measuring.Of(Points.Of(incident), measurement)).OfType<MeasuredLength.Recorded>();
        return new ReportedMeasurement(
            measurement, Spread.Of(recorded.Select(one => one.Recorded.Length)), Spread.Of(earlier.Select(one => one.Length)))
        {
            Listed = recorded.Count < Spread.Few ? [.. recorded.Select(one => (one.Label, one.Recorded.Length))] : [],
            Pending = lengths.Count(one => one.Length is MeasuredLength.Pending),
            NotApplicable = lengths.Count(one => one.Length is MeasuredLength.NotApplicable),
            Invalid = [.. lengths.Where(one => one.Length is MeasuredLength.Invalid).Select(one => one.Label)],
        };
    }

    private IEnumerable<KeptOf> Responses(IReadOnlyList<Incident> counted, DateTimeOffset now) =>
        from incident in counted
        let points = Points.Of(incident)
        let severity = points.AcknowledgedAs ?? points.Severity
        let kept = ResponsePromise.IsKept(points, policy, now)
        where severity is not null && kept is not null
        group kept by severity into promised
        orderby promised.Key
        select new KeptOf($"{promised.Key}", promised.Count(kept => kept is true), promised.Count());

    private static KeptOf? Updates(IReadOnlyList<Incident> counted)
    {
        var kept = counted.Sum(incident => incident.Milestones?.UpdatesKept ?? 0);
        var missed = counted.Sum(incident => incident.Milestones?.UpdatesMissed ?? 0);
        return kept + missed == 0 ? null : new KeptOf("updates", kept, kept + missed);
    }

    private static IEnumerable<Repeated> Repeats(IReadOnlyList<Incident> counted) =>
        from incident in counted
        let cause = Points.Of(incident).CauseClass
        where cause is not null
        group incident.Label by (cause, $"{incident.Target}") into again
        where again.Count() > 1
        orderby again.Count() descending, again.Key.cause
        select new Repeated(again.Key.cause, again.Key.Item2, [.. again]);
}
